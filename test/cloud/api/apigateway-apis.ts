import type { Params } from '../wire/form.ts';
import type { RestApi } from '../world/apis.ts';
import { AwsError } from '../world/aws-error.ts';
import type { World } from '../world/state.ts';
import type { Caller, Operation } from './operation.ts';
import { escaped } from './apigateway-policy.ts';
import { requiredText } from './params.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html */
export const getRestApi: Operation = (world, caller, params) => {
  const { id, name, createdAt, endpointType, endpointIds, policy } = findApi(world, caller, params);
  return {
    id,
    name,
    createdDate: new Date(createdAt),
    apiKeySource: 'HEADER',
    endpointConfiguration: {
      types: [endpointType],
      ipAddressType: endpointType === 'PRIVATE' ? 'dualstack' : 'ipv4',
      vpcEndpointIds: endpointIds.length === 0 ? undefined : endpointIds,
    },
    policy: policy === undefined ? undefined : escaped(policy),
    tags: {},
    disableExecuteApiEndpoint: false,
  };
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html */
export const getStage: Operation = (world, caller, params) => {
  const api = findApi(world, caller, params);
  const stageName = requiredText(params, 'stage_name');
  const deploymentId = api.stages.get(stageName);
  if (deploymentId === undefined) throw new AwsError('NotFoundException', 'Invalid stage identifier specified', 404);
  return {
    stageName,
    deploymentId,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: new Date(api.createdAt),
  };
};

function findApi(world: World, { account, region }: Caller, params: Params): RestApi {
  const api = world.restApis.get(requiredText(params, 'restapi_id'));
  if (api?.ownerId === account && api.region === region) return api;
  throw new AwsError('NotFoundException', 'Invalid API identifier specified', 404);
}
