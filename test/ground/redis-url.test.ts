import type { RedisOptions } from "ioredis";
import { describe, expect, test } from "vitest";
import { parseRedisUrl, redisOptions, unixRedisUrl } from "../../server/store/redis-url.ts";

describe("a Redis address becomes the options of ioredis", () => {
  test.for<[string, RedisOptions]>([
    ["redis://localhost", { host: "localhost", port: 6379 }],
    ["redis://localhost:6380/2", { host: "localhost", port: 6380, db: 2 }],
    ["redis://localhost/?db=3", { host: "localhost", port: 6379, db: 3 }],
    ["redis://[::1]:6380", { host: "::1", port: 6380 }],
    [
      "redis://ann:s%40cret%3A@10.0.0.1",
      { host: "10.0.0.1", port: 6379, username: "ann", password: "s@cret:" },
    ],
    ["redis://:secret@h", { host: "h", port: 6379, password: "secret" }],
    ["rediss://h:6390", { host: "h", port: 6390, tls: {} }],
    [
      "redis+sentinel://a:26380,b/main",
      {
        sentinels: [
          { host: "a", port: 26380 },
          { host: "b", port: 26379 },
        ],
        name: "main",
        role: "master",
      },
    ],
    [
      "redis+sentinel://u:p@a:1,[fd00::2]:2/main/4",
      {
        sentinels: [
          { host: "a", port: 1 },
          { host: "fd00::2", port: 2 },
        ],
        name: "main",
        role: "master",
        username: "u",
        password: "p",
        db: 4,
      },
    ],
    [
      "redis+sentinel://a/main?db=5",
      { sentinels: [{ host: "a", port: 26379 }], name: "main", role: "master", db: 5 },
    ],
    ["unix:///run/redis.sock", { path: "/run/redis.sock" }],
    ["unix:///run/redis.sock?db=1", { path: "/run/redis.sock", db: 1 }],
  ])("%s", ([url, options]) => {
    expect(parseRedisUrl(url)).toEqual({ ok: true, options });
    expect(redisOptions(url)).toEqual(options);
  });
});

test.for([
  "localhost:6379",
  "redis:localhost",
  "mysql://localhost",
  "redis://",
  "redis://a,b",
  "redis://h:0",
  "redis://h:65536",
  "redis://h:port",
  "redis://h/x",
  "redis://h/1/2",
  "redis://h/1?db=2",
  "redis://h?dbs=2",
  "redis://user@h",
  "redis://:%zz@h",
  "redis+sentinel://a:1,b:2",
  "redis+sentinel://a:1,,b:2/main",
  "redis+sentinel:///main",
  "redis+sentinel://a/main/0/x",
  "unix://relative/path",
  "unix:///",
])("%s is refused", (url) => {
  expect(parseRedisUrl(url)).toEqual({
    ok: false,
    fault: expect.stringMatching(/^(must|needs|has|names) [^\n]+$/),
  });
});

test("the path of a socket survives its address, whatever is in it", () => {
  const path = "/tmp/a b%20ü?#/redis.sock";
  expect(redisOptions(unixRedisUrl(path))).toEqual({ path });
});
