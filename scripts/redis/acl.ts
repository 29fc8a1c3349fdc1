/**
 * Users of a Redis that more than Fanfare can reach, each with the commands that it needs and no other, on keys
 * and channels of Fanfare alone. Nobody but the operator may CONFIG, FLUSHALL, KEYS, DEBUG or SHUTDOWN.
 */
import { createHash, randomBytes } from "node:crypto";
import { PREFIX } from "../../server/store/keys.ts";

const connect = "ping hello auth select quit info client|setname client|getname client|id time";
const readOne =
  "get getrange strlen mget exists type ttl pttl hget hgetall hkeys hvals hlen hmget hexists hscan " +
  "zcard zcount zlexcount zrange zrangebyscore zrangebylex zrevrange zrevrangebyscore zscore zscan " +
  "xlen xrange xrevrange xread llen lrange lindex lpos scard smembers sismember sscan scan";
const writeOne =
  "set getex del unlink expire pexpire pexpireat persist rename incr incrby setbit " +
  "hset hmset hsetnx hdel hincrby zadd zrem zpopmin zremrangebyrank zremrangebyscore " +
  "xadd xdel xtrim lpush rpush lpop rpop rpoplpush lset lrem ltrim sadd srem";
/** A script, and a transaction, needs each command that is in it as well. */
const together = "eval evalsha multi exec discard";

export interface AclUser {
  readonly name: string;
  readonly what: string;
  readonly commands: readonly string[];
  readonly channels: readonly string[];
}

const words = (...texts: readonly string[]): string[] => texts.flatMap((text) => text.split(" "));
const own = `${PREFIX}:*`;

export const aclUsers: readonly AclUser[] = [
  {
    name: "fanfare-server",
    what: "npm run server",
    // WAIT counts the replicas that have what was written.
    commands: words(connect, readOne, writeOne, together, "publish subscribe unsubscribe wait role"),
    channels: [own],
  },
  {
    name: "fanfare-worker",
    what: "npm run worker",
    commands: words(connect, readOne, writeOne, together, "bzpopmin publish wait role"),
    channels: [own],
  },
  {
    name: "fanfare-keeper",
    what: "npm run import, admin, audit, reset, backup, restore",
    commands: words(
      connect,
      readOne,
      writeOne,
      together,
      "publish subscribe unsubscribe wait role client|list client|tracking",
    ),
    channels: [own, "__redis__:invalidate"],
  },
  {
    name: "fanfare-doctor",
    what: "npm run doctor",
    commands: words(connect, readOne, "client|list config|get acl|whoami role"),
    channels: [],
  },
];

/** One line of a file of users, for a password of which only the SHA-256 is kept. */
export const aclLine = ({ name, commands, channels }: AclUser, secretHash: string): string =>
  [
    "user",
    name,
    "on",
    `#${secretHash}`,
    "resetkeys",
    `~${own}`,
    "resetchannels",
    ...channels.map((channel) => `&${channel}`),
    "-@all",
    ...commands.map((command) => `+${command}`),
  ].join(" ");

/** May do everything, from redis-cli alone; replicas and Sentinels need users of their own. */
export const OPERATOR = "fanfare-operator";
const operatorLine = (secretHash: string): string => `user ${OPERATOR} on #${secretHash} ~* &* +@all`;

export interface AclFile {
  readonly text: string;
  /** By user. */
  readonly passwords: ReadonlyMap<string, string>;
}

/** The whole file, with `passwordFor` each user, or new ones of 256 bits. Without a password nobody comes in. */
export function aclFile(passwordFor: () => string = () => randomBytes(32).toString("base64url")): AclFile {
  const passwords = new Map(
    [OPERATOR, ...aclUsers.map(({ name }) => name)].map((name) => [name, passwordFor()]),
  );
  const hashOf = (name: string) => createHash("sha256").update(passwords.get(name)!).digest("hex");
  const lines = [
    "user default reset off",
    operatorLine(hashOf(OPERATOR)),
    ...aclUsers.map((user) => aclLine(user, hashOf(user.name))),
  ];
  return { text: `${lines.join("\n")}\n`, passwords };
}

/** As it is kept in the repository: Redis refuses to load it before each password is filled in. */
export function aclTemplate(): string {
  const lines = [
    "user default reset off",
    operatorLine("SHA256-OF-THE-OPERATORS-PASSWORD"),
    ...aclUsers.map((user) => aclLine(user, `SHA256-OF-THE-PASSWORD-OF-${user.name.toUpperCase()}`)),
  ];
  return `${lines.join("\n")}\n`;
}
