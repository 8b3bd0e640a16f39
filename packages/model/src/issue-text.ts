import type * as z from 'zod'

type Issue = z.core.$ZodIssue

/** What zod says by itself; a schema's own words are better and are kept. */
const GENERIC = /^(?:Invalid|Too (?:small|big)|Unrecognized key)/

const NAMES: Readonly<Record<string, string>> = {
	string: 'a text',
	number: 'a number',
	int: 'a whole number',
	boolean: 'true or false',
	object: 'an object',
	record: 'an object',
	array: 'a list',
	tuple: 'a list',
	null: 'null',
}

function named(type: string): string {
	return NAMES[type] ?? type
}

/** What is wrong with a value, as the sentence goes on that begins with the name of the field. */
export function issueText(issue: Issue): string {
	if (!GENERIC.test(issue.message)) return issue.message
	switch (issue.code) {
		case 'invalid_type':
			return typeText(issue.expected, issue.message)
		case 'invalid_value':
			return oneOf(issue.values)
		case 'unrecognized_keys':
			return 'there is no such field'
		case 'too_small':
			return smallText(issue)
		case 'too_big':
			return bigText(issue)
		default:
			return nestedText(issue)
	}
}

function nestedText(issue: Issue): string {
	switch (issue.code) {
		case 'invalid_union':
			return unionText(issue)
		case 'invalid_key':
			return issue.issues[0] ? `this name ${issueText(issue.issues[0])}` : 'this name is not allowed here'
		case 'invalid_format':
			return FORMATS[issue.format] ?? 'does not have the documented form'
		case 'not_multiple_of':
			return `must be a multiple of ${issue.divisor}`
		default:
			return issue.message
	}
}

const FORMATS: Readonly<Record<string, string>> = { email: 'must be an e-mail address' }

/** `1e400` is JSON and no number that anybody could keep: the reader has made infinity of it. */
function typeText(expected: string, message: string): string {
	const received = /received (-?\w+)$/.exec(message)?.[1] ?? ''
	if (received === 'undefined') return 'is missing'
	if (expected === 'int' && received === 'number') return 'must be a whole number'
	if (received.endsWith('Infinity')) return 'the number is too large'
	return received === '' ? `must be ${named(expected)}` : `must be ${named(expected)}, not ${named(received)}`
}

function oneOf(values: readonly unknown[]): string {
	return values.length === 1 ? `must be ${String(values[0])}` : `must be one of ${values.map(String).join(', ')}`
}

/** Branches that each allow one value make one list; anything else is told by the branch that came furthest, see `faultOf`. */
function unionText(issue: Extract<Issue, { code: 'invalid_union' }>): string {
	const values = issue.errors.map(([first]) => (first?.code === 'invalid_value' && first.path.length === 0 ? first.values : undefined))
	return values.length > 0 && values.every((list) => list !== undefined)
		? oneOf(values.flat())
		: 'does not have one of the documented forms'
}

type Bound = { readonly origin: string; readonly exact?: boolean | undefined; readonly inclusive?: boolean | undefined }

function smallText(issue: Extract<Issue, { code: 'too_small' }>): string {
	const least = String(issue.minimum)
	if (issue.exact) return exactText(issue, least)
	if (issue.origin === 'string' && least === '1') return 'must not be empty'
	return `must ${boundText(issue, 'at least', 'more than')} ${least}${unitOf(issue, least)}`
}

function bigText(issue: Extract<Issue, { code: 'too_big' }>): string {
	const most = String(issue.maximum)
	if (issue.exact) return exactText(issue, most)
	return `must ${boundText(issue, 'at most', 'less than')} ${most}${unitOf(issue, most)}`
}

function exactText(bound: Bound, count: string): string {
	return `must have exactly ${count}${unitOf(bound, count)}`
}

function boundText({ origin, inclusive }: Bound, included: string, excluded: string): string {
	return `${origin === 'string' || origin === 'array' ? 'have' : 'be'} ${inclusive === false ? excluded : included}`
}

function unitOf({ origin }: Bound, count: string): string {
	const unit = { string: 'character', array: 'item' }[origin] ?? ''
	if (unit === '') return ''
	return count === '1' ? ` ${unit}` : ` ${unit}s`
}
