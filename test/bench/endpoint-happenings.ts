import type { Site } from './site.ts';

const firstSubnet = ({ stage }: Site): string => stage.subnetIds[0] ?? '';
export const lastSubnet = ({ stage }: Site): string => stage.subnetIds.at(-1) ?? '';

/** Another endpoint like the source's, bound in the same second; the old one goes a while later. */
export const replaceAndDelete =
  (afterSeconds: number | 'never') =>
  (site: Site): void => {
    const { cloud } = site.stage;
    site.bind(cloud.replaceEndpoint(site.source().id, { deleteAfterSeconds: afterSeconds }).created);
  };

export const deleteSource = ({ stage: { cloud }, source }: Site): void => {
  cloud.deleteEndpoint(source().id);
};

export const bindNew = (site: Site): void => {
  const { cloud, vpcId, subnetIds } = site.stage;
  site.bind(cloud.createEndpoint({ vpcId, subnetIds }));
};

/** The first address that the endpoint had at the start goes to a stranger; it must be free. */
export const reuseFirst = (site: Site): void => {
  site.giveAway(firstSubnet(site), site.stage.endpoint.ips[0] ?? '');
};

export const readdressFirst = (site: Site): void => {
  site.stage.cloud.readdress(site.source().id, firstSubnet(site));
};
