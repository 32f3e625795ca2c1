/** Where a connection meant for an address goes. In production to that address; a test leads it to loopback. */
export type Dial = (to: { readonly ip: string; readonly port: number }) => {
  readonly host: string;
  readonly port: number;
};

/** To the address itself. */
export const straight: Dial = ({ ip, port }) => ({ host: ip, port });

/** How to get to an address, and whom to trust there. */
export type Route = {
  readonly dial: Dial;
  /** Certificates in PEM to trust. Default: those that Node comes with. */
  readonly ca?: string | undefined;
};
