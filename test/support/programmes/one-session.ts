/** A programme file with one session, many years from now. */
export const SESSION = "00000000-0000-4000-8000-000000000001";
const keynote = {
  id: 1,
  guid: SESSION,
  date: "2098-01-01T09:00:00+08:00",
  start: "09:00",
  duration: "01:00",
  room: "Hall 2",
  title: "Keynote",
  subtitle: "",
  track: "Governance",
  type: "lecture",
  language: "en",
  abstract: "",
  persons: [],
};
export const oneSession = {
  schedule: {
    version: "1",
    conference: {
      title: "Test summit",
      acronym: "ts",
      start: "2098-01-01",
      end: "2098-01-01",
      daysCount: 1,
      time_zone_name: "Asia/Shanghai",
      days: [{ index: 1, date: "2098-01-01", rooms: { "Hall 2": [keynote] } }],
    },
  },
};
