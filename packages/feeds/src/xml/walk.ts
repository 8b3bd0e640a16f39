import type { XmlElement } from './tree.ts'

/** Children of a local name, whatever the prefix and namespace: senders use both freely. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
	return element.children.filter((child) => child.name === name)
}

export function childOf(element: XmlElement, name: string): XmlElement | undefined {
	return element.children.find((child) => child.name === name)
}

/** Trimmed text of the first child of that name; undefined when it is missing or empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
	const text = childOf(element, name)?.text.trim()
	return text === '' ? undefined : text
}

/** Trimmed, non-empty texts of all children of that name. */
export function textsOf(element: XmlElement, name: string): readonly string[] {
	return childrenOf(element, name)
		.map((child) => child.text.trim())
		.filter((text) => text !== '')
}

/** Name and value pairs such as `parameter`, `eventCode` and `geocode` of CAP. */
export function pairsOf(element: XmlElement, name: string): readonly { readonly name: string; readonly value: string }[] {
	return childrenOf(element, name).map((child) => ({ name: textOf(child, 'valueName') ?? '', value: textOf(child, 'value') ?? '' }))
}

/** The element as markup again, for a reject: readable, not byte for byte. */
export function markupOf(element: XmlElement): string {
	const attributes = [...element.attributes].map(([key, value]) => ` ${key}="${escape(value)}"`).join('')
	const inside = `${escape(element.text.trim())}${element.children.map(markupOf).join('')}`
	return `<${element.name}${attributes}>${inside}</${element.name}>`
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
