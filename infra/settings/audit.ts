import { z } from 'zod';
import { bindingDocument } from '../../controller/binding.ts';
import { strict } from '../../controller/schema-text.ts';

/** What the audit accepts, written once. */
const binding = bindingDocument.shape.bindings.element.shape;
const { path, expectStatus } = binding.audit.unwrap().shape.probe.unwrap().shape;

const probe = strict({
  path: path
    .unwrap()
    .optional()
    .describe(
      'What the probe asks for, by GET. Without: the API’s root, or of an ALB the path of its health check. The built-in backend answers it; an API of api.openApi may not.',
    ),
  expectStatus: expectStatus.describe('The statuses that are right.'),
});

/** What the audit does besides reading. */
export const audit = strict({
  probe: z
    .union([z.literal(false), probe], { error: 'must be false, or { "path": …, "expectStatus": … }' })
    .prefault({})
    .describe(
      'A function inside the VPC that resolves the name and calls the API there, whenever the audit runs. false: none, and nothing proves the private half. Lambda takes up to 20 minutes to take it down. With alb false when left out.',
    ),
});
