import { describe, expect, it } from 'vitest';
import { strip } from './strip.ts';

const BUCKET = { what: 'buckets', why: 'for the test', type: /^AWS::S3::Bucket$/ };

const stripped = (resources: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(
    strip(JSON.stringify({ Resources: resources, Outputs: { Name: { Value: { Ref: 'B' } } } }), [BUCKET]).json,
  );

describe('stripping a template', () => {
  it('cuts the resources of a type, and the dependencies on them', () => {
    const resources = {
      B: { Type: 'AWS::S3::Bucket' },
      One: { Type: 'AWS::SQS::Queue', DependsOn: 'B' },
      Two: { Type: 'AWS::SQS::Queue', DependsOn: ['B', 'One'] },
    };
    expect(stripped(resources)).toMatchObject({
      Resources: { One: { Type: 'AWS::SQS::Queue' }, Two: { Type: 'AWS::SQS::Queue', DependsOn: ['One'] } },
    });
    expect(Object.keys(Object(stripped(resources)).Resources)).toEqual(['One', 'Two']);
  });

  it('puts a text where something refers to them, and leaves every other reference', () => {
    const Properties = {
      joined: { 'Fn::Join': [':', [{ Ref: 'B' }, { 'Fn::GetAtt': ['B', 'Arn'] }, { Ref: 'Q' }]] },
      other: { 'Fn::GetAtt': ['Q', 'Arn'] },
    };
    expect(stripped({ B: { Type: 'AWS::S3::Bucket' }, Q: { Type: 'AWS::SQS::Queue', Properties } })).toMatchObject({
      Resources: { Q: { Properties: { joined: { 'Fn::Join': [':', ['no-B', 'no-B-Arn', { Ref: 'Q' }]] } } } },
      Outputs: { Name: { Value: 'no-B' } },
    });
  });

  it('says what went, and what did not have to', () => {
    const none = { what: 'topics', why: 'for the test', type: /^AWS::SNS::Topic$/ };
    const { gone } = strip(JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket' } } }), [BUCKET, none]);
    expect([...gone.values()]).toEqual([['B'], []]);
  });
});
