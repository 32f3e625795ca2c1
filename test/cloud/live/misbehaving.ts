import { createServer } from 'node:net';
import { type Open, openOnLoopback } from './loopback.ts';

/** A port on which nothing listens: the one of tcpmux, which nobody has run for decades and only root may take. */
export const CLOSED_PORT = 1;

/** Accepts connections and never says a word: a TLS handshake with it does not end. */
export function serveSilence(): Promise<Open> {
  return openOnLoopback(createServer());
}

/** Accepts connections and resets them at once. */
export function serveReset(): Promise<Open> {
  return openOnLoopback(createServer((socket) => socket.resetAndDestroy()));
}
