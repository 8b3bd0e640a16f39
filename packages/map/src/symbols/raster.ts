import type { Palette } from '../palette.ts'
import { signKey } from './spec.ts'
import type { SignSpec } from './spec.ts'
import { signSvg } from './svg.ts'
import type { SignStyle, SignSvg } from './svg.ts'

/** A drawn sign. `width` and `height` in CSS pixels with the casing; `ground` is the box of the sign without it, from the bitmap's centre. */
export type Sprite = { readonly bitmap: CanvasImageSource; readonly width: number; readonly height: number }

export type SignLook = 'live' | 'ended'

/** CSS pixels of white around every sign, so that it stands on any ground. */
const CASING = 2
/** A town's signs in some sizes; beyond it everything is drawn anew. */
const MAX_SPRITES = 2_000
/** Height in library units that is drawn at the nominal size: a formation with its strength above. */
const NOMINAL_UNITS = 52
/** Hazards are drawn a little larger than units (30 at 26): the triangle is the smaller shape. */
const HAZARD_SCALE = 30 / 26

/** Draws each sign once per size, device pixel ratio and theme. Bitmaps come later: `onReady` says that a repaint shows more. */
export class SignAtlas {
	readonly #sprites = new Map<string, Sprite | 'loading' | 'failed'>()
	readonly #onReady: () => void
	#disposed = false

	constructor(onReady: () => void) {
		this.#onReady = onReady
	}

	sprite(spec: SignSpec, look: SignLook, { size, ratio, palette }: { size: number; ratio: number; palette: Palette }): Sprite | undefined {
		const night = palette.theme === 'night'
		const key = `${signKey(spec)}|${look}|${size}|${ratio}|${look === 'ended' || night ? palette.theme : 'day'}`
		const found = this.#sprites.get(key)
		if (found === 'loading' || found === 'failed') return undefined
		if (found) return found
		if (this.#sprites.size > MAX_SPRITES) this.#sprites.clear()
		this.#sprites.set(key, 'loading')
		void this.#keep(
			key,
			this.#draw(signSvg(spec, styleOf(look, palette)), { spec, size, ratio, casing: casingOf(look, palette), font: palette.font }),
		)
		return undefined
	}

	async #keep(key: string, drawing: Promise<Sprite>): Promise<void> {
		try {
			this.#sprites.set(key, await drawing)
			if (!this.#disposed) this.#onReady()
		} catch {
			this.#sprites.set(key, 'failed')
		}
	}

	clear(): void {
		this.#sprites.clear()
	}

	dispose(): void {
		this.#disposed = true
		this.clear()
	}

	async #draw(sign: SignSvg, plan: DrawPlan): Promise<Sprite> {
		const image = new Image()
		image.decoding = 'async'
		image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sign.svg)}`
		await image.decode()
		return rasterise(image, sign, plan)
	}
}

type DrawPlan = {
	readonly spec: SignSpec
	readonly size: number
	readonly ratio: number
	readonly casing: string | undefined
	readonly font: string
}

function styleOf(look: SignLook, { theme, surface, land, text1, text2 }: Palette): SignStyle {
	if (look === 'ended') return { mode: 'outline', fill: land, line: text2 }
	return theme === 'night' ? { mode: 'night', fill: surface, line: text1 } : { mode: 'day' }
}

function casingOf(look: SignLook, { theme, ground, land }: Palette): string | undefined {
	if (look === 'ended') return land
	return theme === 'night' ? ground : '#ffffff'
}

/** Library units that are as high as the nominal size, where that is not a formation's 52. */
const UNITS: Readonly<Record<string, number>> = {
	gefahr: 36 / HAZARD_SCALE,
	'gefahr-akut': 36 / HAZARD_SCALE,
	'gefahr-vermutet': 36 / HAZARD_SCALE,
	massnahme: 36 / HAZARD_SCALE,
	anlass: 36 / HAZARD_SCALE,
	wasserfahrzeug: 26,
	flugzeug: 26,
	hubschrauber: 26,
	stelle: 48,
	'ortsfeste-stelle': 48,
}

/** CSS pixels per library unit. */
function unitScale({ grundzeichen }: SignSpec, size: number): number {
	return size / (UNITS[grundzeichen] ?? NOMINAL_UNITS)
}

/** Size in CSS pixels of a sign with its casing, before its bitmap exists: hit areas and labels do not wait for it. */
export function signSize(spec: SignSpec, size: number): { readonly width: number; readonly height: number } {
	const { width, height } = signSvg(spec, { mode: 'day' })
	const scale = unitScale(spec, size)
	return { width: Math.ceil(width * scale) + 2 * CASING, height: Math.ceil(height * scale) + 2 * CASING }
}

function rasterise(image: HTMLImageElement, sign: SignSvg, { spec, size, ratio, casing, font }: DrawPlan): Sprite {
	const scale = unitScale(spec, size)
	const width = Math.ceil(sign.width * scale) + 2 * CASING
	const height = Math.ceil(sign.height * scale) + 2 * CASING
	const plain = blank(width, height, ratio)
	plain.context.drawImage(image, CASING, CASING, sign.width * scale, sign.height * scale)
	if (sign.text) writeText(plain.context, { sign, scale, font, ...sign.text })
	const cased = blank(width, height, ratio)
	if (casing) drawCasing(cased.context, { mask: tinted(plain.canvas, casing), width, height })
	cased.context.drawImage(plain.canvas, 0, 0, width, height)
	return { bitmap: cased.canvas, width, height }
}

type Sheet = { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D }

function blank(width: number, height: number, ratio: number): Sheet {
	const canvas = document.createElement('canvas')
	canvas.width = Math.ceil(width * ratio)
	canvas.height = Math.ceil(height * ratio)
	const context = canvas.getContext('2d')
	if (!context) throw new Error('no 2d context')
	context.scale(ratio, ratio)
	return { canvas, context }
}

/** The shape of a drawing in one colour. */
function tinted(source: HTMLCanvasElement, colour: string): HTMLCanvasElement {
	const { canvas, context } = blank(source.width, source.height, 1)
	context.drawImage(source, 0, 0)
	context.globalCompositeOperation = 'source-in'
	context.fillStyle = colour
	context.fillRect(0, 0, canvas.width, canvas.height)
	return canvas
}

function drawCasing(
	context: CanvasRenderingContext2D,
	{ mask, width, height }: { mask: HTMLCanvasElement; width: number; height: number },
): void {
	for (let step = 0; step < 16; step++) {
		const angle = (step * Math.PI) / 8
		context.drawImage(mask, Math.cos(angle) * CASING, Math.sin(angle) * CASING, width, height)
	}
}

type TextPlan = { readonly sign: SignSvg; readonly scale: number; readonly font: string; readonly value: string; readonly colour: string }

/** The library's own text would bring its font along in every sign (25 kB each). */
function writeText(context: CanvasRenderingContext2D, { sign, scale, font, value, colour }: TextPlan): void {
	const groundHeight = (sign.height - sign.groundTop) * scale
	const room = sign.width * scale * 0.8
	let px = Math.max(8, groundHeight * 0.48)
	context.font = `600 ${px}px ${font}`
	const wide = context.measureText(value).width
	if (wide > room) {
		px = Math.max(6, (px * room) / wide)
		context.font = `600 ${px}px ${font}`
	}
	context.fillStyle = colour
	context.textAlign = 'center'
	context.textBaseline = 'middle'
	context.fillText(value, CASING + (sign.width * scale) / 2, CASING + sign.groundTop * scale + groundHeight / 2 + px * 0.04, room)
}
