/** The domain that AWS's names in a Region end in: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function awsDomain(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
