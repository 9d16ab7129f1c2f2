// @ts-check
// Listens on the socket that it is given, as an owner of the embedded database does, until it is killed.
import net from "node:net";

net.createServer((socket) => socket.end("somebody")).listen(process.argv[2], () => process.send?.("held"));
