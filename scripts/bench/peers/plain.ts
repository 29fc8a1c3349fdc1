/** A peer: Socket.IO and Express as somebody would write it who has read their first page. */
import { createServer } from "node:http";
import express from "express";
import { Server } from "socket.io";

const app = express();
const http = createServer(app);
const io = new Server(http, {
  transports: ["websocket"],
  serveClient: false,
  pingInterval: Number(process.env.PING_MS),
});
app.post("/publish", express.json(), (request, response) => {
  response.status(204).end();
  io.emit("frame", request.body);
});
http.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });
