import type { AlbSite } from './alb-site.ts';
import { EVENT, type Happening, type Trace } from './trace.ts';

/** Seconds. */
export const FIVE_MINUTES = 300;
export const TEN_MINUTES = 600;

/** One node more in each zone. */
export const scaleOut = (site: AlbSite): void => {
  for (const subnetId of site.albSubnetIds) site.scaleOut(subnetId);
};

/** One node less in each zone. */
export const scaleIn =
  (graceSeconds: number) =>
  (site: AlbSite): void => {
    for (const subnetId of site.albSubnetIds) site.scaleIn(subnetId, graceSeconds);
  };

/** One node in each zone gives way to another. */
export const exchange = (site: AlbSite): void => {
  scaleOut(site);
  scaleIn(60)(site);
};

export const replace = (site: AlbSite): void => {
  site.replace();
};

export const deleteFirst = (site: AlbSite): void => {
  site.deleteFirst();
};

/** One node of the first zone goes, and a while after it is freed its address is a host's that answers on the same port. */
export function reuse(graceSeconds: number): readonly Happening<AlbSite>[] {
  let ip = '';
  const subnetId = ({ albSubnetIds: [first = ''] }: AlbSite): string => first;
  return [
    {
      at: EVENT,
      happens: (site) => {
        ip = site.scaleIn(subnetId(site), graceSeconds);
      },
    },
    {
      at: EVENT + graceSeconds + FREE_SECONDS,
      happens: (site) => {
        site.giveAway(subnetId(site), ip);
      },
    },
  ];
}

/** Until a freed address is somebody else's: less than the load balancer's checks need to notice. */
const FREE_SECONDS = 5;

/** The nodes that came go again; healing is measured from when they fall silent. */
export const outAndIn: Pick<Trace<AlbSite>, 'happenings' | 'mendableAt'> = {
  happenings: [
    { at: EVENT, happens: scaleOut },
    { at: EVENT + FIVE_MINUTES, happens: scaleIn(FIVE_MINUTES) },
  ],
  mendableAt: EVENT + TEN_MINUTES,
};

/** A day pressed into less: it grows by six nodes and shrinks again, two at a time. */
const DAY_OVER = 47 * 60 + 25;
export const DAY: readonly Happening<AlbSite>[] = [
  ...[3, 11, 17].map((minute) => ({ at: minute * 60 + 25, happens: scaleOut })),
  ...[27, 37].map((minute) => ({ at: minute * 60 + 25, happens: scaleIn(FIVE_MINUTES) })),
  { at: DAY_OVER, happens: scaleIn(FIVE_MINUTES) },
];

/** When the last nodes of that day fall silent. */
export const DAY_HEALS_AT = DAY_OVER + FIVE_MINUTES;
