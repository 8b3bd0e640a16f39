import { readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'

import { decodeXml } from './decode.ts'
import { readXml } from './read.ts'
import type { XmlElement } from './tree.ts'

const byText = (a: string, b: string): number => (a < b ? -1 : 1)

/** A tree as another implementation of XML reads it; undefined when that one refuses the text. */
function otherTree(text: string): string | undefined {
	const parser = new SaxesParser({ xmlns: true })
	const stack: unknown[][] = [[]]
	let failed = false
	const fail = (): void => {
		failed = true
	}
	const say = (value: string): void => {
		const texts = stack.at(-1)?.[2]
		if (Array.isArray(texts)) texts.push(value)
	}
	parser.on('error', fail)
	parser.on('doctype', fail)
	parser.on('text', say)
	parser.on('cdata', say)
	parser.on('opentag', ({ local, uri, attributes }) => {
		const own = Object.values(attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
		const element = [
			local,
			uri,
			[],
			own.flatMap((one) => (DECLARED.has(one.local) ? [] : [`${one.local}=${one.value}`])).toSorted(byText),
			[],
		]
		const children = stack.at(-1)?.[4] ?? stack.at(-1)
		if (Array.isArray(children)) children.push(element)
		stack.push(element)
	})
	parser.on('closetag', () => {
		stack.pop()
	})
	parser.write(text).close()
	return failed ? undefined : JSON.stringify(stack[0]?.map(joined)[0])
}

function joined(element: unknown): unknown {
	if (!Array.isArray(element)) return element
	const [local, uri, texts, attributes, children] = element.map((part: unknown) => part)
	return [local, uri, Array.isArray(texts) ? texts.join('') : '', attributes, Array.isArray(children) ? children.map(joined) : []]
}

function ourTree({ name, space, text, attributes, children }: XmlElement, declared: ReadonlySet<string>): unknown {
	const own = [...attributes].flatMap(([key, value]) => (declared.has(key) ? [] : [`${key}=${value}`])).toSorted(byText)
	return [name, space, text, own, children.map((child) => ourTree(child, declared))]
}

/** Names of declarations stand among our attributes and not among those of the other. */
const DECLARED = new Set(['xmlns', 'p', 'cap', 'u', 'v', 'g'])

/** What both say of a text: the same tree, or that it is none. Two attributes of one local name are told apart by the other only. */
function disagreement(text: string): string {
	const read = readXml(new TextEncoder().encode(text))
	const ours = read.ok ? JSON.stringify(ourTree(read.value, DECLARED)) : undefined
	const other = otherTree(text)
	return ours === other ? '' : `${text}\n${ours ?? 'refused'}\n${other ?? 'refused'}`
}

/** One piece a line, the control characters and line ends apart. */
const PIECES = [
	`<a>
</a>
<p:b xmlns:p="urn:p">
</p:b>
<p:c/>
<p:c xmlns:p="urn:q" p:x="1">&gt;<d xmlns=""/></p:c>
<d xmlns="urn:d" x="1"><e>&amp;</e>tail</d>
<d xmlns="urn:d" x="1">
</d>
<e y="&lt;' &#9;" z = '>"'/>
<f g="1" g="2"/>
<f xmlns:u="urn:u" xmlns:v="urn:u" u:g="1" v:g="2"/>
text
&amp;
&#228;
&#x1F30A;
&#0;
&nbsp;
&amp
<![CDATA[<x>&]]>
]]>
<!-- c -->
<!-- -- -->
<?pi x?>
<?xml version="1.0"?>
<!DOCTYPE a>
<
>
"
<ä ö="ü"/>
<a
</a >
<1/>
<:a/>
<a:b:c/>
<a:/>
<g x="1"y="2"/>`.split('\n'),
	[' ', '\n', '\r\n', '\u0001', '\uFFFE', '\u0085'],
].flat()
const SIGNS = '<>/&;"\'= :!?-]a1\n'.split('')

describe('a document', () => {
	test('is read as another implementation reads it, or refused where that one refuses it', () => {
		const document = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => `<a>${pieces.join('')}</a>`)
		fc.assert(
			fc.property(document, (text) => {
				expect(disagreement(text)).toBe('')
			}),
			{ numRuns: 3_000 },
		)
	})
	test('of a real shape is read alike with any few characters changed', () => {
		const folder = new URL('../cap/samples/', import.meta.url)
		const texts = readdirSync(folder).flatMap(
			(name) =>
				decodeXml(readFileSync(new URL(name, folder)))
					?.replace(/^<\?xml[^>]*>/, '')
					.trim()
					.slice(0, 3_000) ?? [],
		)
		const changed = fc.tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(3_000), fc.constantFrom(...SIGNS)), { maxLength: 2 }))
		fc.assert(
			fc.property(changed, ([text, changes]) => {
				const broken = changes.reduce((now, [at, sign]) => `${now.slice(0, at)}${sign}${now.slice(at + 1)}`, text)
				expect(disagreement(broken)).toBe('')
			}),
			{ numRuns: 1_000 },
		)
	})
})

describe('time', () => {
	const HOSTILE: readonly (readonly [name: string, text: (n: number) => string])[] = [
		['blanks in a tag', (n) => `<a ${' '.repeat(n)}`],
		['attributes', (n) => `<a ${Array.from({ length: n / 10 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
		['declarations', (n) => `<a>${'<b xmlns:p="u">'.repeat(60)}${'<p:c/>'.repeat(n / 10)}`],
		['references', (n) => `<a>${'&lt;'.repeat(n / 4)}</a>`],
		['ampersands', (n) => `<a>${'&'.repeat(n)}</a>`],
		['brackets', (n) => `<a>${']]'.repeat(n / 2)}</a>`],
		['open comments', (n) => `<a>${'<!-'.repeat(n / 3)}</a>`],
		['quotes', (n) => `<a b="${'x'.repeat(n)}`],
		['names', (n) => `<${'a'.repeat(n)}`],
	]
	test.each(HOSTILE)('grows with the length of %s and nothing else', (_, text) => {
		const started = process.cpuUsage()
		readXml(new TextEncoder().encode(text(900_000)))
		const { user, system } = process.cpuUsage(started)
		expect((user + system) / 1_000).toBeLessThan(1_000)
	})
})
