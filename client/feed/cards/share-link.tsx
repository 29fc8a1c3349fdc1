import { Icon } from "../../shared/parts/icon.tsx";
import { words } from "../../shared/words/words.ts";

export function ShareLink({ id, headline }: { id: string; headline: string }) {
  const pass = () =>
    void import("./share.ts").then(({ share }) => share(new URL(`/a/${id}`, location.href).href, headline));
  return (
    <button type="button" class="share" onClick={pass}>
      <Icon name="share" />
      <span>{words.value.share}</span>
    </button>
  );
}
