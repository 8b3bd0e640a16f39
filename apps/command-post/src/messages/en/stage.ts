import type { stageDe } from '../de/stage.ts'

/** Declaring a surge stage. */
export const stageEn: typeof stageDe = {
	stage: {
		rule: 'The stage is declared by the commander; the picture only proposes it.',
		declare: 'Declare a stage …',
		change: 'Change or correct …',
		title: 'Declare the surge stage: {name}',
		text: 'The declaration holds from now on and is kept in the journal with your name and the reason. Another one corrects or lifts it.',
		stage: 'Stage',
		option: 'Stage {stage}, from {from} m NHN',
		optionProposed: '{option} (proposed)',
		none: 'no stage',
		short: 'Stage {stage}',
		reason: 'Reason',
		reasonHint: 'What it rests on, or what had to be put right.',
		reasonMissing: 'The reason is missing.',
		before: 'Until now: {what}, {time}, {name}.',
		somebody: 'no name',
		go: 'Declare',
		cancel: 'Cancel',
		declaredAt: 'declared {time}',
		history: 'Declarations so far',
	},
}
