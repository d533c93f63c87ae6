import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The open connections of a server, to end those that wait for nothing when it closes. Node's own
 * `closeIdleConnections` leaves alone the spare ones that browsers open ahead of any request.
 */
export class Connections {
  readonly #idle = new Set<Socket>();
  #closing = false;

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#rest(socket);
      socket.once('close', () => this.#idle.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#idle.delete(socket);
      response.once('close', () => this.#rest(socket));
    });
  }

  /** Ends what is idle now, and every other connection as soon as its answer is out. */
  close(): void {
    this.#closing = true;
    for (const socket of this.#idle) socket.destroy();
  }

  #rest(socket: Socket): void {
    if (this.#closing) socket.destroySoon();
    else if (!socket.destroyed) this.#idle.add(socket);
  }
}
