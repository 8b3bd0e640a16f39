import { TRUST_TEXTS } from './trust-texts.ts'
import type { Language, TrustTexts } from './trust-texts.ts'

export type TrustPage = {
	readonly language: Language
	readonly name: string
	/** Of the page itself and of the tablet's app, as the QR codes say them. */
	readonly trustUrl: string
	readonly fieldUrl: string
	/** The page under addresses, for a network without names. */
	readonly addresses: readonly string[]
	/** Absent: the machine's certificate is known anyway. */
	readonly fingerprint?: string
}

/** Everything a person needs beside a tablet that is to trust this machine; also as a sheet of paper. No scripts. */
export function trustPage(page: TrustPage): string {
	const text = TRUST_TEXTS[page.language]
	const other = page.language === 'de' ? 'en' : 'de'
	return `<!doctype html>
<html lang="${page.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text.title}</title><link rel="stylesheet" href="/trust.css"><link rel="icon" href="/icon.svg"></head>
<body>
<header><h1>${text.title}</h1><p class="where">${page.name}</p><a class="screen" href="/?lang=${other}" lang="${other}" hreflang="${other}">${text.other}</a></header>
<main>
<p class="lead">${page.fingerprint === undefined ? text.given : text.lead}</p>
<div class="codes">
${page.fingerprint === undefined ? '' : code('trust', { title: text.trustTitle, text: text.trustText, url: page.trustUrl })}
${code('field', { title: text.fieldTitle, text: text.fieldText, url: page.fieldUrl })}
</div>
${page.fingerprint === undefined ? '' : trusting(text, page.name, page.fingerprint)}
<section class="small">
${page.addresses.length === 0 ? '' : `<p>${text.addresses.replace('{name}', page.name)} ${page.addresses.map((url) => `<span class="address">${url}</span>`).join(' ')}</p>`}
<p class="screen">${text.print}</p>
</section>
</main>
</body>
</html>
`
}

type Code = { readonly title: string; readonly text: string; readonly url: string }

function code(image: string, { title, text, url }: Code): string {
	return `<section class="code"><h2>${title}</h2><img src="/${image}.svg" alt="QR: ${url}" width="200" height="200"><p>${text}</p><p class="address"><a href="${url}">${url}</a></p></section>`
}

function trusting(text: TrustTexts, name: string, fingerprint: string): string {
	const halves = [fingerprint.slice(0, 48), fingerprint.slice(48)]
	return `<section class="check"><h2>${text.fingerprintTitle}</h2><p class="print">${halves.join('<wbr>')}</p><p>${text.fingerprintText}</p>
<p class="screen"><a class="load" href="/lagebild-ca.crt">${text.download}</a> <a href="/lagebild-ca.pem">${text.downloadPem}</a></p></section>
<section><h2>${text.systemsTitle}</h2><div class="systems">
${text.systems.map(({ system, steps }) => `<div><h3>${system}</h3><ol>${steps.map((step) => `<li>${step.replace('{name}', name)}</li>`).join('')}</ol></div>`).join('\n')}
</div></section>
<p class="small">${text.limits.replace('{name}', name)}</p>`
}

export const TRUST_CSS = `:root { color-scheme: light dark; --ink: #16191d; --soft: #4d5660; --ground: #f5f6f7; --card: #ffffff; --line: #c9ced4; --act: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --soft: #a8b1ba; --ground: #14171a; --card: #1d2126; --line: #3a424b; --act: #7db7f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; padding-top: 1.25rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
a { color: var(--act); }
.where { margin: 0; color: var(--soft); font-weight: 600; flex: 1; overflow-wrap: anywhere; }
.lead { font-size: 1.05rem; }
.codes { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; }
section { margin: 0 0 1rem; }
.code, .check, .systems > div { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; margin: 0; }
.check { margin: 1rem 0; }
.code img { display: block; width: 12.5rem; height: 12.5rem; background: #fff; }
.address, .print { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.print { font-size: 1.05rem; font-weight: 600; }
.systems { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; }
ol { margin: 0; padding-left: 1.25rem; overflow-wrap: anywhere; hyphens: auto; }
.load { display: inline-block; min-height: 44px; padding: .6rem 1.25rem; background: var(--act); color: var(--card); border-radius: 6px; font-weight: 600; text-decoration: none; }
.small { font-size: .9rem; color: var(--soft); }
@page { size: A4; margin: 12mm; }
@media print {
	:root { --ink: #000; --soft: #000; --ground: #fff; --card: #fff; --line: #888; --act: #000; }
	body { font-size: 10pt; line-height: 1.25; }
	header, main { max-width: none; padding: 0; }
	h2 { margin: 0 0 1mm; }
	p { margin: 1mm 0; }
	.screen { display: none; }
	.codes { grid-template-columns: 1fr 1fr; gap: 3mm; }
	.code img { width: 56mm; height: 56mm; }
	.code, .check, .systems > div { padding: 3mm; break-inside: avoid; }
	.check { margin: 3mm 0; }
	.systems { grid-template-columns: 1fr 1fr; gap: 3mm; font-size: 8.5pt; }
	.small { font-size: 8.5pt; }
	.small p { margin: 0; }
	a { text-decoration: none; }
}
`
