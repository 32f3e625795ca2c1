import type { Operation } from './operation.ts';
import { pageOf, renderPage } from './apigateway-paging.ts';

/** Those of REST APIs: https://docs.aws.amazon.com/apigateway/latest/api/API_GetVpcLinks.html */
export const getVpcLinks: Operation = (world, { account, region }, params) => {
  const own = [...world.vpcLinks.values()].filter((link) => link.ownerId === account && link.region === region);
  return renderPage(pageOf(own, params), ({ id, name, targetArn, status }) => ({
    id,
    name,
    targetArns: [targetArn],
    status,
    tags: {},
  }));
};
