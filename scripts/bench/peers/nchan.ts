/** A peer written in C: nginx with nchan, where both are installed. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Prepared } from "./peer.ts";

const MODULE = "ngx_nchan_module.so";
const FOLDERS = [
  "/usr/lib/nginx/modules",
  "/usr/lib64/nginx/modules",
  "/usr/local/lib/nginx/modules",
  "/usr/share/nginx/modules",
];

export function prepareNchan(folder: string, port: number): Prepared {
  const module = FOLDERS.map((each) => join(each, MODULE)).find((each) => existsSync(each));
  if (module === undefined || spawnSync("nginx", ["-v"]).status !== 0)
    return { missing: "no nginx with nchan (apt-get install nginx-light libnginx-mod-nchan)" };
  mkdirSync(join(folder, "nginx"));
  const config = join(folder, "nginx/nginx.conf");
  writeFileSync(config, configFor(module, port));
  return { command: "nginx", args: ["-c", config, "-p", join(folder, "nginx")] };
}

/** One process that serves, as the other servers are one. */
const configFor = (module: string, port: number): string => `
load_module ${module};
daemon off; master_process off; worker_processes 1; worker_rlimit_nofile 19990;
pid nginx.pid; error_log nginx.err warn;
events { worker_connections 19980; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  nchan_max_reserved_memory 256M; keepalive_requests 100000;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /publish { nchan_publisher; nchan_channel_id live; nchan_message_buffer_length 10; }
    location = /sub { nchan_subscriber websocket; nchan_channel_id live; nchan_subscriber_first_message newest; }
  }
}
`;
