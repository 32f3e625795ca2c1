/** The four IPs of the tiny world: two in each of two zones. A place is an index into them. */
export const IPS = ['10.0.1.101', '10.0.1.102', '10.0.2.101', '10.0.2.102'] as const;

/** The port of the group and its targets. */
export const PORT = 443;

/** A set of places as bits, so that it is cheap to keep in millions of states. */
export type Places = number;

/** One of the two sources that a deployment moves between. */
export type Side = 'old' | 'new';

/**
 * Who carries an IP: a source, an instance of somebody else, or nobody. What is ending answers no more: an endpoint that is
 * being deleted, or a node that an ALB takes away.
 */
export type Carrier = Side | `${Side}, ending` | 'stranger' | 'nobody';

/** How the group lists a target. `unused` is what a target is in a zone that the load balancer does not enable. */
export type Listing = 'absent' | 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused';

/** Something for each of the four places. */
export type Four<T> = readonly [T, T, T, T];

/** Everything in it that changes. `seal` names the source that the group is sealed for, and that passes begin with. */
export type TinyWorld = {
  readonly carriers: Four<Carrier>;
  readonly listing: Four<Listing>;
  readonly seal: Side;
  /** What the resolver answers for the name of each ALB: its nodes as they are, or as they were. Of endpoints nobody asks. */
  readonly dns: Readonly<Record<Side, Places>>;
};

/** What stays as it is for the whole of a run. */
export type Setting = {
  /** What the two sources are. */
  readonly source: 'endpoint' | 'ALB';
  readonly crossZone: boolean;
  readonly protocol: 'TCP' | 'TLS';
  /** Zones that the load balancer enables. */
  readonly enabledZones: readonly (1 | 2)[];
};

/** All places. */
export const PLACES = [0, 1, 2, 3] as const;

const CARRIER_LETTERS: Readonly<Record<Carrier, string>> = {
  old: 'o',
  new: 'n',
  'old, ending': 'O',
  'new, ending': 'N',
  stranger: 'X',
  nobody: '.',
};
const LISTING_LETTERS: Readonly<Record<Listing, string>> = {
  absent: '.',
  initial: 'i',
  healthy: 'H',
  unhealthy: 'u',
  draining: 'd',
  unused: '0',
};

/** The zone that a place lies in. */
export function zoneOf(place: number): 1 | 2 {
  return place < 2 ? 1 : 2;
}

/** The places of a zone, as a set. */
export function placesOf(zone: 1 | 2): Places {
  return zone === 1 ? 0b0011 : 0b1100;
}

const keys = new WeakMap<TinyWorld, string>();

/**
 * A world as text, equal for equal worlds: carriers, listing, seal, as in `on.n HiH. old`, and what DNS answers for either
 * ALB, as in `o..o H..H old o..o|....`.
 */
export function worldKey(tiny: TinyWorld): string {
  const known = keys.get(tiny);
  if (known !== undefined) return known;
  const dns = tiny.dns.old + tiny.dns.new === 0 ? '' : ` ${dnsKey(tiny.dns)}`;
  const key = `${carriersKey(tiny.carriers)} ${listingKey(tiny.listing)} ${tiny.seal}${dns}`;
  keys.set(tiny, key);
  return key;
}

/** Who carries what, as text. */
export function carriersKey([a, b, c, d]: Four<Carrier>): string {
  return CARRIER_LETTERS[a] + CARRIER_LETTERS[b] + CARRIER_LETTERS[c] + CARRIER_LETTERS[d];
}

/** What the group lists, as text. */
export function listingKey([a, b, c, d]: Four<Listing>): string {
  return LISTING_LETTERS[a] + LISTING_LETTERS[b] + LISTING_LETTERS[c] + LISTING_LETTERS[d];
}

/** What DNS answers, as text. */
export function dnsKey(dns: TinyWorld['dns']): string {
  const letters = (side: Side): string =>
    PLACES.map((place) => ((dns[side] & (1 << place)) === 0 ? '.' : CARRIER_LETTERS[side])).join('');
  return `${letters('old')}|${letters('new')}`;
}

/** A world from the text of its key: stated starts read as they are printed. */
export function world(key: string): TinyWorld {
  const [carriers = '', listing = '', seal, dns = '....|....'] = key.split(' ');
  const [old = '', fresh = ''] = dns.split('|').map((text) => spell(CARRIER_LETTERS, text));
  if (seal !== 'old' && seal !== 'new') throw new Error(`"${key}" names no side`);
  const answered = (letters: readonly string[] | '', side: Side): Places =>
    placesWhere((place) => letters[place] === side);
  return {
    carriers: spell(CARRIER_LETTERS, carriers),
    listing: spell(LISTING_LETTERS, listing),
    seal,
    dns: { old: answered(old, 'old'), new: answered(fresh, 'new') },
  };
}

/** One place changed. */
export function withPlace<T>([a, b, c, d]: Four<T>, place: number, value: T): Four<T> {
  return [place === 0 ? value : a, place === 1 ? value : b, place === 2 ? value : c, place === 3 ? value : d];
}

/** The targets that serve clients from a source: listed healthy, and no stranger's or nobody's IP. */
export function serving({ carriers, listing }: TinyWorld): Places {
  return placesWhere(
    (place) => listing[place] === 'healthy' && (carriers[place] === 'old' || carriers[place] === 'new'),
  );
}

/** The targets that are listed healthy, whoever answers there. */
export function listedHealthy({ listing }: TinyWorld): Places {
  return placesWhere((place) => listing[place] === 'healthy');
}

/** The places for which something holds. */
export function placesWhere(holds: (place: (typeof PLACES)[number]) => boolean): Places {
  return PLACES.reduce<Places>((found, place) => (holds(place) ? found | (1 << place) : found), 0);
}

/** The place of an IP. */
export function placeOf(ip: string): (typeof PLACES)[number] {
  const place = PLACES.find((each) => IPS[each] === ip);
  if (place === undefined) throw new Error(`${ip} is no IP of the tiny world`);
  return place;
}

function spell<T extends string>(letters: Readonly<Record<T, string>>, text: string): Four<T> {
  const meanings = new Map<string, T>();
  for (const word in letters) if (Object.hasOwn(letters, word)) meanings.set(letters[word], word);
  const [a, b, c, d] = text.split('').map((letter) => meanings.get(letter));
  if (a === undefined || b === undefined || c === undefined || d === undefined || text.length !== 4) {
    throw new Error(`"${text}" does not spell four places`);
  }
  return [a, b, c, d];
}
