import { plural } from "../../shared/words/plural.ts";
import type { ViewWords } from "./words-en.ts";

export const words: ViewWords = {
  calendar: "Añadir al calendario",
  subscribe: "Suscribirse al calendario",
  found: plural("es", { one: "# encontrado", other: "# encontrados" }),
  appearance: "Apariencia",
  looks: { auto: "Como el dispositivo", light: "Clara", dark: "Oscura" },
  notifications: "Notificaciones",
  push: {
    why: "Elija de qué quiere enterarse con esta página cerrada. El navegador también le pedirá permiso. Los avisos urgentes llegan siempre.",
    start: "Notificarme en este dispositivo",
    stop: "Detener las notificaciones",
    failed: "No ha funcionado. Inténtelo de nuevo.",
    denied: "El navegador bloquea las notificaciones de esta página. Puede permitirlas en sus ajustes.",
    unsupported: "Este navegador no puede mostrar notificaciones.",
  },
  install: "Instalar en este dispositivo",
  byHand: "En un iPhone o iPad: Compartir y Añadir a pantalla de inicio.",
  keptHere: "Guardado en este dispositivo",
  keptNames: {
    attendance: "Cómo asiste",
    event: "El evento: salas y áreas",
    feed: "Una copia de los anuncios",
    files: "La página y el programa, para cuando no haya red",
    filters: "Lo que eligió ver en esta pestaña",
    language: "Su idioma",
    push: "De qué quiere enterarse",
    renewedAt: "Cuándo se renovó la página por última vez",
    seen: "Hasta dónde leyó",
    starred: "Las sesiones que sigue",
    theme: "La apariencia",
  },
  forgetAll: "Olvidar todo en este dispositivo",
  keptThere: "Guardado en el servidor",
  nothingThere: "Nada. No hay cuentas.",
  keptAddress: (service, since) =>
    `Una dirección en ${service}, su idioma y lo elegido arriba, desde: ${since}. Ni nombre ni cuenta.`,
  deleteThere: "Borrar",
};
