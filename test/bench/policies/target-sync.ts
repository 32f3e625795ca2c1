import { OURS } from '../exception.ts';
import type { Policy } from '../policy.ts';

/** The pass of this project: the real handler, as the schedule invokes it. The gate of a deployment is not part of it. */
export const targetSync: Policy = {
  name: OURS,
  does: 'the real handler each minute: registers first, removes what is known to be gone, retired or a stranger’s',
  begin: ({ stage }) => ({
    minute: async () => {
      await stage.pass();
    },
  }),
};
