import { unitSign } from '@lagebild/map/items/unit.ts'
import { signSvg, signWords } from '@lagebild/map/symbols/svg.ts'
import type { SignStyle, SignSvg } from '@lagebild/map/symbols/svg.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { useMemo } from 'react'

import { useTheme } from '../state/use-theme.ts'

/** The tactical sign of the unit; at night in one channel of red, so that eyes stay used to the dark. */
export function OwnSign({ unit }: { readonly unit: RowOf<'unit'> }) {
	const theme = useTheme()
	const { fields } = unit
	const source = useMemo(() => imageOf(signSvg(unitSign(fields), styleOf(theme))), [fields, theme])
	return <img src={source} alt={signWords(unitSign(fields)).join(', ')} />
}

function styleOf(theme: string): SignStyle {
	if (theme !== 'night') return { mode: 'day' }
	const tokens = getComputedStyle(document.documentElement)
	return { mode: 'night', fill: tokens.getPropertyValue('--surface-1').trim(), line: tokens.getPropertyValue('--text-1').trim() }
}

function imageOf(sign: SignSvg): string {
	return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sign.svg.replace('</svg>', `${written(sign)}</svg>`))}`
}

/** The sign says it in the middle of its ground shape; of the page's fonts an image has none. */
function written({ text, width, height, groundTop }: SignSvg): string {
	if (!text) return ''
	const size = Math.min(22, (width * 1.4) / text.value.length)
	const safe = text.value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
	return `<text x="${width / 2}" y="${(height - groundTop) / 2}" fill="${text.colour}" font-family="sans-serif" font-size="${size}" font-weight="600" text-anchor="middle" dominant-baseline="central">${safe}</text>`
}
