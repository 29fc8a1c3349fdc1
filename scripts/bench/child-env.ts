/**
 * The environment of what the bench starts: what finds programs and the network, and nothing that sets up
 * another Fanfare. Node and npm come from where a user's own shell would find them.
 */
import { delimiter } from "node:path";

const passed =
  /^(HOME|TMPDIR|LANG|LC_\w+|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|https?_proxy|no_proxy|npm_config_(registry|cafile))$/i;

export function childEnv(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => passed.test(name)));
  const folders = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"));
  return { ...env, PATH: folders.join(delimiter), ...own };
}
