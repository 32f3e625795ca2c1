import { bindingOf } from '../land/deployment.ts';
import type { Planted } from '../plants.ts';
import { fromMemory, rewrites } from './wire.ts';

/** Defects in how a pass takes what it reads. */
export const MISREADINGS: readonly Planted[] = [
  {
    defect: 'cross-zone is taken to be on',
    law: 'no zone dark',
    plant: rewrites('DescribeTargetGroupAttributes', (text) =>
      text
        .replace('use_load_balancer_configuration', 'true')
        .replace(/(cross_zone.enabled<\/Key><Value>)false/, '$1true'),
    ),
  },
  {
    defect: 'a read that failed is answered from memory',
    law: 'no removal without its reads',
    plant: fromMemory(),
  },
  {
    defect: 'what is unhealthy is taken for healthy',
    law: 'strangers go',
    plant: rewrites('DescribeTargetHealth', (text) =>
      text.replaceAll('<State>unhealthy</State>', '<State>healthy</State>'),
    ),
  },
  {
    defect: 'the seal is taken for granted',
    law: 'sealed',
    plant: (carry, land, pass) => {
      const { name } = bindingOf(land, pass.sourceId);
      const seal = `<Tags><member><Key>target-sync:binding</Key><Value>${String(name)}</Value></member><member><Key>target-sync:source</Key><Value>${pass.sourceId}</Value></member></Tags>`;
      return rewrites('DescribeTags', (text) => text.replace(/<Tags>.*<\/Tags>|<Tags\/>|<Tags><\/Tags>/s, seal))(
        carry,
        land,
        pass,
      );
    },
  },
  {
    defect: 'a block that is no block is not reckoned with',
    law: 'seven words',
    plant: rewrites('DescribeSubnets', (text) => text.replace(/<cidrBlock>[^<]*/g, '<cidrBlock>nonsense')),
  },
  {
    defect: 'a group is listed without its last target',
    law: 'in sync writes nothing',
    plant: rewrites('DescribeTargetHealth', (text) => {
      const members = text.split('<member><Target>');
      return members.length < 3
        ? text
        : `${members.slice(0, -1).join('<member><Target>')}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;
    }),
  },
];
