/** Connects to the address given, says what PING answers, and ends. */
import { connectExactly, whenReady } from "../../server/store/redis-connection.ts";

const redis = connectExactly(process.argv[2]!, "ping");
try {
  await whenReady(redis, 3_000);
  process.stdout.write(await redis.ping());
} catch (error) {
  process.stdout.write(String(error));
} finally {
  redis.disconnect();
}
