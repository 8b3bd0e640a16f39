import { clip } from '../text.ts'
import { Refusal } from './refusal.ts'

/** A declared prefix, the one that holds for unprefixed names being empty, with those that were declared around it. */
export type Scope = { readonly prefix: string; readonly uri: string; readonly outer: Scope | undefined; readonly depth: number }

const MAX_PREFIXES = 200

export const outermost: Scope = { prefix: 'xml', uri: 'http://www.w3.org/XML/1998/namespace', outer: undefined, depth: 0 }

/** What the attributes of an element declare, inside of what holds around it. */
export function withDeclarations(outer: Scope, attributes: Readonly<Record<string, string>>): Scope {
	let scope = outer
	for (const [name, uri] of Object.entries(attributes)) {
		if (name === 'xmlns' || name.startsWith('xmlns:')) scope = declared(scope, name.slice(6), uri.trim())
	}
	return scope
}

function declared(outer: Scope, prefix: string, uri: string): Scope {
	const depth = outer.depth + 1
	if (depth > MAX_PREFIXES) throw new Refusal('too-many-nodes', `more than ${MAX_PREFIXES} namespaces are declared within each other`)
	return { prefix, uri, outer, depth }
}

export function spaceOf(prefix: string, innermost: Scope): string {
	for (let scope: Scope | undefined = innermost; scope; scope = scope.outer) if (scope.prefix === prefix) return scope.uri
	if (prefix === '') return ''
	throw new Refusal('not-xml', `unbound namespace prefix: ${clip(prefix, 60)}`)
}
