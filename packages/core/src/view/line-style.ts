/** How the lines of log output are written. */
export interface LineStyle {
  /** Times in the zone of this machine instead of UTC. Neither says which zone it is. */
  readonly localTime: boolean;
  /** Whether `user_info` has `sex` and `date_of_birth`. */
  readonly personalDetails: boolean;
}
