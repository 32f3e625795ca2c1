import type { Acts } from './scene.ts';

/** What keeps a pass from seeing: a role that is denied, a resolver that fails. Each for a while. */
export const SIGHT_ACTS = {
  'role is denied': ({ land, cloud, now }, what) => {
    const { role, accountId } = land.ground;
    if (role === undefined) return undefined;
    const end =
      what.what === 'assuming'
        ? cloud.faults.add({ fault: 'deny', operation: 'AssumeRole' })
        : cloud.faults.add({ fault: 'deny', match: (_, { account }) => account === accountId });
    land.later.push({
      at: now + what.seconds * 1_000,
      run: () => {
        end();
        return 'the role is denied no more';
      },
    });
    return `${what.what === 'assuming' ? 'the role cannot be assumed' : 'the role may read nothing'} for ${what.seconds} s`;
  },
  'DNS fails': ({ land, now }, what) => {
    land.resolver.setMode(what.how);
    land.later.push({
      at: now + what.seconds * 1_000,
      run: () => {
        land.resolver.setMode('answers');
        return 'the resolver answers again';
      },
    });
    return `the resolver meets every question with ${what.how} for ${what.seconds} s`;
  },
} satisfies Partial<Acts>;
