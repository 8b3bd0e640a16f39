import type { doubtsDe } from '../de/doubts.ts'

export const doubtsEn: typeof doubtsDe = {
	doubts: {
		title: 'Not believed',
		mark: 'not credible',
		speed: 'Implausible position: {distance} in {span}. Shown is the last plausible place, with the claim as a ghost.',
		speedUnknown: 'Implausible position. Shown is the last plausible place.',
		far: 'Position far outside of the area of operation.',
		jumpValue: 'The value makes an implausible jump. It is shown; the trend and the proposed stage rest on it.',
		jumpTrend: 'The trend of the last 30 min contains an implausible jump.',
		clockBehind: 'The clock is {span} slow. What comes from there can look older than it is, and stand behind other reports.',
		clockAhead: 'The clock is {span} fast. What comes from there counts with the time of its receipt.',
		at: 'reported for {time}',
		announceJump: 'Attention: {name} reports an implausible jump to {level} m.',
		announceJumpPlain: 'Attention: {name} reports an implausible jump.',
		lineValue: 'implausible jump, check',
		lineTrend: 'trend with a jump',
		proposal: 'from an implausible value',
		curve: 'implausible',
	},
}
