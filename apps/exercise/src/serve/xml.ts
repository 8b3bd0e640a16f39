export function element(name: string, content: string): string {
	return `<${name}>${text(content)}</${name}>`
}

export function text(content: string): string {
	return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
