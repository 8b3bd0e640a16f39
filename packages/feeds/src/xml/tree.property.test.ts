import { readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'

import { decodeXml } from './decode.ts'
import { readXml } from './read.ts'
import type { XmlElement } from './tree.ts'

const byText = (a: string, b: string): number => (a < b ? -1 : 1)

/** A tree as the library's own handling of namespaces makes it, without our limits; undefined when it refuses the text. */
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
<𐐀/>
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
	test('is read as the library alone reads it with namespaces, or refused where it refuses it', () => {
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

const wrapped = (depth: number): string => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`
const reasonOf = (text: string): string => {
	const read = readXml(new TextEncoder().encode(text))
	return read.ok ? 'read' : read.fault.reason
}

describe('limits', () => {
	test.each([
		['64 levels', wrapped(64), 'read'],
		['65 levels', wrapped(65), 'too-deep'],
		['20,000 elements', `<a>${'<b/>'.repeat(19_999)}</a>`, 'read'],
		['20,001 elements', `<a>${'<b/>'.repeat(20_000)}</a>`, 'too-many-nodes'],
		['20,001 elements and attributes', `<a>${'<b c="1"/>'.repeat(10_000)}</a>`, 'too-many-nodes'],
		['200 namespaces within each other', nested(50, 4), 'read'],
		['more of them', nested(51, 4), 'too-many-nodes'],
		['a document type without anything', '<!DOCTYPE a><a/>', 'doctype'],
		['one that declares entities', '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&b;&d;</a>', 'doctype'],
		['one that is cut', '<!DOCTYPE a [<!ENTITY b "', 'not-xml'],
		['one in a comment and in text', '<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>', 'read'],
		['an entity of nobody', '<a>&b;</a>', 'not-xml'],
		['a control character by number', '<?xml version="1.1"?><a>&#1;</a>', 'not-xml'],
		['nothing', '', 'not-xml'],
	])('%s: %#', (_, text, reason) => {
		expect(reasonOf(text)).toBe(reason)
	})
	test('hold for each document anew, also after one that was refused', () => {
		const deep = '<a>'.repeat(60)
		for (const text of [deep, wrapped(65), `${deep}<!DOCTYPE a>`, '<a b="', `<a>${'<b/>'.repeat(20_000)}`]) {
			expect(reasonOf(text)).not.toBe('read')
			expect(disagreement('<a>x<b y="1">z</b></a>')).toBe('')
			expect(reasonOf(wrapped(64))).toBe('read')
		}
	})
	test('are told with the place', () => {
		expect(readXml(new TextEncoder().encode('<a>\n<b>\n</c></a>'))).toMatchObject({ fault: { message: '3:4: unexpected close tag.' } })
	})
})

function nested(depth: number, each: number): string {
	const names = Array.from({ length: each }, (_, i) => ` xmlns:n${i}="urn:${i}"`).join('')
	return `${`<a${names}>`.repeat(depth)}${'</a>'.repeat(depth)}`
}

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
