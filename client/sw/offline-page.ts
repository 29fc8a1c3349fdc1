/**
 * For who comes without a network and without a kept page: that much, in every language at once, as signs in a
 * station have it. It needs nothing else, not even a style, and looks again by itself.
 */
const PAGE = `<meta name=viewport content=width=device-width><meta http-equiv=refresh content=9><title>Fanfare</title><h2 lang=en>No connection<h2 lang=zh>无网络连接<h2 lang=fr>Pas de connexion<h2 lang=es>Sin conexión<h2 lang=ru>Нет соединения<h2 lang=ar dir=rtl>لا يوجد اتصال`;

export const offlinePage = (): Response =>
  new Response(PAGE, {
    headers: { "Content-Type": "text/html;charset=utf-8", "Content-Security-Policy": "default-src 'none'" },
  });
