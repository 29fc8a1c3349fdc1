/** Where the reader is: said once, kept on the device, and the same in all its tabs. */
import { signal } from "@preact/signals";
import type { Attendance } from "../../../server/contract/announcement.ts";
import { deviceStorage } from "../../shared/held/device-storage.ts";

const NAME = "attendance";

export function createAttendance(tell: (to: Attendance) => void) {
  const attendance = signal<Attendance | undefined>(undefined);

  function take(to: Attendance): void {
    if (to === attendance.peek()) return;
    attendance.value = to;
    tell(to);
  }

  return {
    attendance,
    attend(to: Attendance): void {
      take(to);
      deviceStorage.write(NAME, to);
    },
    start(): void {
      attendance.value = kept();
      addEventListener("storage", () => {
        const now = kept();
        if (now !== undefined) take(now);
      });
    },
  };
}

function kept(): Attendance | undefined {
  const read = deviceStorage.read(NAME);
  return read === "online" || read === "in-person" ? read : undefined;
}
