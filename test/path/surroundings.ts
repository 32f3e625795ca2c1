import type { LiveOptions } from '../../controller/live-answers.ts';
import { probe } from '../../controller/probe.ts';
import { readProbeRequest } from '../../controller/probe-payload.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { type Api, answerAsApiGateway } from '../cloud/live/api-gateway.ts';
import { createAuthority, type Wanted } from '../cloud/live/certificates.ts';
import { type DnsAnswer, serveDns } from '../cloud/live/dns.ts';
import { serveHttps } from '../cloud/live/https.ts';
import { type Destination, openNetwork } from '../cloud/live/network.ts';

/** What answers around a simulated cloud, on loopback: resolvers outside and inside the VPC, fixed IPs, endpoints. */
export type Surroundings = {
  /** For the audit, which stands outside. */
  readonly options: LiveOptions;
  /** The resolver outside, as `ip:port`. */
  readonly resolver: string;
  /** For the function in the VPC: what the probe does there. */
  readonly probe: (event: unknown) => Promise<unknown>;
  /** Lets the resolvers answer for a cloud, and connects addresses to API Gateway. */
  readonly serve: (world: {
    readonly cloud: Cloud;
    readonly vpcId: string;
    readonly addresses: readonly string[];
  }) => void;
  /** What a resolver outside answers instead, by name and type, as in `api.example.com A`. */
  readonly overrides: Map<string, DnsAnswer>;
  /** Where a connection to `ip:port` leads. Any that `serve` connected may be led elsewhere. */
  readonly destinations: Map<string, Destination>;
  /** APIs by the names under which the endpoint has them. */
  readonly apis: Map<string, Api>;
  /** Shows another certificate from now on, for every name and address. */
  readonly showCertificate: (wanted: Wanted) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens it all once for the scenarios of a file; `serve` begins each of them. */
export async function openSurroundings(region: string, account: string): Promise<Surroundings> {
  let current: { readonly cloud: Cloud; readonly vpcId: string } | undefined;
  const overrides = new Map<string, DnsAnswer>();
  const destinations = new Map<string, Destination>();
  const apis = new Map<string, Api>();

  const authority = await createAuthority();
  let certificate = await authority.issue({ names: ['nobody.example'] });
  const [outside, inside, gateway, network] = await Promise.all([
    serveDns((name, type) => overrides.get(`${name} ${type}`) ?? current?.cloud.publicAnswer(name, type) ?? 'SERVFAIL'),
    serveDns((name, type) => current?.cloud.privateAnswer(current.vpcId, name, type) ?? 'SERVFAIL'),
    serveHttps({ certificate: () => certificate, respond: answerAsApiGateway({ region, account, apis }) }),
    openNetwork(destinations),
  ]);
  const route = { dial: network.dial, ca: authority.ca };
  return {
    options: { route, resolvers: [outside.address] },
    resolver: outside.address,
    probe: (event) => probe(readProbeRequest(event), { route, resolver: inside.address }),
    serve: ({ cloud, vpcId, addresses }) => {
      current = { cloud, vpcId };
      overrides.clear();
      apis.clear();
      destinations.clear();
      for (const address of addresses) destinations.set(address, gateway.port);
    },
    overrides,
    destinations,
    apis,
    showCertificate: async (wanted) => {
      certificate = await authority.issue(wanted);
    },
    close: async () => {
      await Promise.all([outside.close(), inside.close(), gateway.close(), network.close()]);
    },
  };
}
