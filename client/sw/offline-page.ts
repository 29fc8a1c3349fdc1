/**
 * For who comes without a network and without a kept page: that much, in every language at once, as signs in a
 * station have it. It needs nothing else, and looks again by itself.
 */
const PAGE = `<!doctype html><meta charset=utf-8><meta name=viewport content=width=device-width><meta name=color-scheme content="light dark"><meta http-equiv=refresh content=9><title>Fanfare</title><style>body{font:20px/2 system-ui;margin:9vw}</style><p lang=en>No connection<p lang=zh>没有网络连接<p lang=fr>Pas de connexion<p lang=es>Sin conexión<p lang=ru>Нет соединения<p lang=ar dir=rtl>لا يوجد اتصال`;

/** Its own style by its hash, and nothing else: no script, no address. */
const POLICY =
  "default-src 'none'; style-src 'sha256-uY9MhIIu3v7PiUVu+fPpKEpjkY85RwPRppp0hHxtnHk='; base-uri 'none'; form-action 'none'";

export const offlinePage = (): Response =>
  new Response(PAGE, { headers: { "Content-Type": "text/html", "Content-Security-Policy": POLICY } });
