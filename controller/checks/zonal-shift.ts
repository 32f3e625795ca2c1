/** Whether clients can be moved out of a zone: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html */
export const ZONAL_SHIFT = 'zonal_shift.config.enabled';
