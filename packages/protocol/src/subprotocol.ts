/** The WebSocket subprotocol that names this contract. */
export const SUBPROTOCOL = 'stepstream.v1';
