import { type DnsAnswer, privateAnswer, publicAnswer, type QueryType } from '../world/route53-answers.ts';
import type { World } from '../world/state.ts';

/** What a resolver does with a question: answers it, fails, or says nothing. */
export type ResolverMode = 'answers' | 'SERVFAIL' | 'silence';

/** A resolver that keeps what it was told, as those of clients do. What it says fits `serveDns`. */
export type CachingResolver = {
  /** Its answer, from its cache while that lives: by then an address may be somebody else's. */
  readonly ask: (name: string, type: QueryType) => DnsAnswer | 'silence';
  /** Makes it fail or fall silent, or answer again. Its cache is no help meanwhile, and lives on. */
  readonly setMode: (mode: ResolverMode) => void;
};

export type ResolverVerbs = {
  /** Answers live as long as those for ALBs, 60 s, unless told. In a VPC it answers as that VPC's resolver. */
  readonly createCachingResolver: (options?: {
    readonly ttlSeconds?: number;
    readonly vpcId?: string;
  }) => CachingResolver;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#request-routing */
const ALB_TTL_SECONDS = 60;

export function createResolverVerbs(world: World): ResolverVerbs {
  return {
    createCachingResolver: ({ ttlSeconds = ALB_TTL_SECONDS, vpcId } = {}) => {
      const cache = new Map<string, { readonly answer: DnsAnswer; readonly until: number }>();
      let mode: ResolverMode = 'answers';
      const askAnew = (name: string, type: QueryType): DnsAnswer =>
        vpcId === undefined ? publicAnswer(world, name, type) : privateAnswer(world, vpcId, name, type);
      return {
        ask: (name, type) => {
          if (mode !== 'answers') return mode;
          const key = `${name.toLowerCase()} ${type}`;
          const kept = cache.get(key);
          if (kept !== undefined && world.now < kept.until) return kept.answer;
          const answer = askAnew(name, type);
          // A failure is not kept: the next question may succeed.
          if (answer !== 'SERVFAIL') cache.set(key, { answer, until: world.now + ttlSeconds * 1_000 });
          return answer;
        },
        setMode: (next) => {
          mode = next;
        },
      };
    },
  };
}
