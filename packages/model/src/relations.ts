import type { LinkRel } from './event.ts'

export type Relation = {
	/** `A rel B` in a sentence. */
	readonly meaning: string
	readonly german: string
	/** False: it reads alike from both ends. The latest statement about a pair tells which way it holds, in either case (picture SPEC, P12). */
	readonly directed: boolean
	/** What the fold makes of it beside showing it at both ends. */
	readonly effect?: string
}

/** What a link says: the entity of the event is A, `to` is B. */
export const RELATIONS: Readonly<Record<LinkRel, Relation>> = {
	'part-of': {
		meaning: 'A is a part of B: a section of a larger one, a vehicle of a unit, an incident of a larger one.',
		german: 'gehört zu',
		directed: true,
	},
	'assigned-to': {
		meaning: 'A works for B: a unit for a section, a unit for an incident; or A is for B to do: a task for a unit.',
		german: 'ist zugewiesen',
		directed: true,
	},
	answers: { meaning: 'A replies to B: a message to a message, a message to a task.', german: 'antwortet auf', directed: true },
	causes: { meaning: 'A brought B about: a dike damage a flooding.', german: 'ist Ursache von', directed: true },
	duplicates: {
		meaning: 'A and B are one and the same thing, reported twice. Nothing is merged; taken back, they are two again.',
		german: 'ist dasselbe wie',
		directed: false,
		effect: 'they count as one thing (P53)',
	},
	corrects: {
		meaning: 'A says right what B said wrong: a new message beside the old one, as in a diary.',
		german: 'berichtigt',
		directed: true,
	},
	about: { meaning: 'A speaks of B: a message, a counter, an alarm, a contact, an outline.', german: 'betrifft', directed: true },
	updates: {
		meaning: 'A takes the place of B: a warning that updates another.',
		german: 'ersetzt',
		directed: true,
		effect: 'B is superseded (P11)',
	},
	cancels: { meaning: 'A calls B off: a warning that ends another.', german: 'hebt auf', directed: true, effect: 'B is cancelled (P11)' },
}
