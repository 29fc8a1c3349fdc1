/**
 * Nobody here is spoken to by room: the fan-out has its readers, the desk and the screens their sessions. So no socket
 * is put into a room of its own either, which would cost two sets for each.
 */
import { Adapter } from "socket.io-adapter";

export class NoRooms extends Adapter {
  override addAll(): void {}
  override del(): void {}
  override delAll(): void {}
}
