/**
 * Where nothing at all is kept and no server is there: dark, with
 * a word in each language; it looks again by itself.
 */
const PAGE = `<!doctype html><meta charset=utf-8><meta name=color-scheme content=dark><meta http-equiv=refresh content=9><title>Fanfare</title><style>html{background:#0b1c34;color:#fafbfc;cursor:none}body{font:3vmin/2 system-ui;margin:9vmin}</style><p lang=en>No connection<p lang=zh>没有网络连接<p lang=fr>Pas de connexion<p lang=es>Sin conexión<p lang=ru>Нет соединения<p lang=ar dir=rtl>لا يوجد اتصال`;

/** Its own style by its hash, and nothing else: no script, no address. */
const POLICY =
  "default-src 'none'; style-src 'sha256-frJp6sHExYkLr2t4vnSsZcjn803KpTROJw69L17egNU='; base-uri 'none'; form-action 'none'";

export const offlinePage = (): Response =>
  new Response(PAGE, { headers: { "Content-Type": "text/html", "Content-Security-Policy": POLICY } });
