/**
 * `npm run redis-acl -- FILE`: writes a file of users for Redis (`aclfile FILE` in its configuration), with new
 * passwords of which the file holds the hashes alone, and prints each user's part of REDIS_URL once.
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { aclFile, aclUsers, OPERATOR } from "./redis/acl.ts";

/** Of sysexits.h: used wrongly, the file cannot be made. */
const EXIT = { usage: 64, cannotCreate: 73 } as const;

function main(args: readonly string[]): number {
  const [given, ...more] = args;
  if (given === undefined || given === "" || given.startsWith("-") || more.length > 0) {
    process.stderr.write("Usage: npm run redis-acl -- FILE\n");
    return EXIT.usage;
  }
  const file = resolve(given);
  const { text, passwords } = aclFile();
  try {
    writeFileSync(file, text, { mode: 0o600, flag: "wx", flush: true });
  } catch (error) {
    process.stderr.write(`${file} cannot be written: ${error instanceof Error ? error.message : error}\n`);
    return EXIT.cannotCreate;
  }
  const lines = [
    `${file}: users of Redis. Make it readable for Redis alone, and name it in redis.conf: aclfile ${file}`,
    "Each is told once; put the host in place of HOST:",
    ...aclUsers.map(({ name, what }) => `  redis://${name}:${passwords.get(name)}@HOST:6379  ${what}`),
    `  ${OPERATOR} ${passwords.get(OPERATOR)}  everything, by redis-cli`,
    "Nobody comes in without a user any more. Replicas and Sentinels need users of their own.",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
