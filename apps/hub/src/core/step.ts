import { failed, stored } from './answer.ts'
import { appended } from './append.ts'
import { polled } from './hole.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input, Ref, RequestId, ViewerId } from './input.ts'
import { loadRows, sliced } from './load.ts'
import { measured } from './measure.ts'
import { opened } from './open.ts'
import { granted, regranting } from './regrant.ts'
import { acked, left, regranted, resync, rescoped, stopping } from './session.ts'
import { found, submitted } from './submit.ts'
import { tick, woken } from './tick.ts'

/**
 * The only place that decides. Changes the hub it is given and nothing else: no clock, no I/O, no randomness, so that the same inputs
 * give the same effects. The shell performs the effects in order and tells their outcomes as inputs.
 */
export function step(hub: Hub, input: Input): Effect[] {
	const effects: Effect[] = []
	handle(hub, input, effects)
	return effects
}

function handle(hub: Hub, input: Input, out: Effect[]): void {
	switch (input.type) {
		case 'appended':
			return appended(hub, input, out)
		case 'polled':
			return polled(hub, input)
		case 'tick':
			return tick(hub, input.now, out)
		case 'woken':
			return woken(hub, input.now, out)
		case 'sliced':
			return sliced(hub, input, out)
		case 'regranted':
			return regranted(hub, input, out)
		case 'regranting':
			return regranting(hub, input)
		case 'directory':
			return toldDirectory(hub, input)
		case 'stopping':
			return stopping(hub, input, out)
		default:
			return handleSaid(hub, input, out)
	}
}

function handleSaid(hub: Hub, input: Extract<Input, { viewer: ViewerId } | { request: RequestId } | { ref: Ref }>, out: Effect[]): void {
	if ('viewer' in input) handleViewer(hub, input, out)
	else handleRequest(hub, input, out)
}

function toldDirectory(hub: Hub, { labelDefaults, recipients }: Extract<Input, { type: 'directory' }>): void {
	hub.labelDefaults = labelDefaults
	hub.recipients = recipients
}

function handleViewer(hub: Hub, input: Extract<Input, { viewer: ViewerId }>, out: Effect[]): void {
	switch (input.type) {
		case 'opened':
			return opened(hub, input, out)
		case 'left':
			return left(hub, input.viewer)
		case 'scope':
			return rescoped(hub, input, out)
		case 'acked':
			return acked(hub, input, out)
		case 'resync':
			return resync(hub, input, out)
	}
}

function handleRequest(hub: Hub, input: Extract<Input, { request: RequestId } | { ref: Ref }>, out: Effect[]): void {
	switch (input.type) {
		case 'submitted':
			return submitted(hub, input, out)
		case 'measured':
			return measured(hub, input, out)
		case 'rows':
			return loadRows(hub, input, out)
		case 'found':
			return found(hub, input, out)
		case 'stored':
			return stored(hub, input, out)
		case 'failed':
			return failed(hub, input, out)
		case 'granted':
			return granted(hub, input, out)
	}
}
