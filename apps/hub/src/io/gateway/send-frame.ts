import type { Operation } from '@lagebild/model/operation.ts'
import type { Beat, Frame, Welcome } from '@lagebild/model/protocol.ts'

import type { Pipe } from './pipe.ts'
import { webSocketFrames } from './ws-frame.ts'

/** What many viewers of one operation are sent alike. */
export type Letter =
	| { readonly event: 'frame'; readonly message: Frame; readonly text: string }
	| { readonly event: 'packed'; readonly message: Uint8Array }
	| { readonly event: 'beat'; readonly message: Beat }
	| { readonly event: 'operation'; readonly message: Operation }
	| { readonly event: 'welcome'; readonly message: Welcome }

type LetterSocket = {
	readonly nsp: { readonly name: string }
	readonly emit: ((event: 'frame', message: Frame) => unknown) &
		((event: 'packed', message: Uint8Array) => unknown) &
		((event: 'beat', message: Beat) => unknown) &
		((event: 'operation', message: Operation) => unknown) &
		((event: 'welcome', message: Welcome) => unknown)
}

export type Outlet = { readonly socket: LetterSocket; readonly pipe: Pick<Pipe, 'write' | 'release'> | undefined }

/**
 * Writes one message to every one of these viewers, all of the same operation. The only place where frames leave. It is encoded and framed once, and written
 * past Socket.IO where nothing waits before it; else it goes through its socket's own `emit`, so that the order with all other messages of
 * that socket holds on every transport (F1).
 */
export function sendToMany(outlets: readonly Outlet[], letter: Letter): void {
	let frames: Buffer | undefined
	for (const { socket, pipe } of outlets) {
		if (pipe?.write((frames ??= framesOf(socket.nsp.name, letter)))) continue
		pipe?.release()
		emit(socket, letter)
	}
}

function emit(socket: LetterSocket, letter: Letter): void {
	switch (letter.event) {
		case 'frame':
			socket.emit('frame', letter.message)
			return
		case 'packed':
			socket.emit('packed', letter.message)
			return
		case 'beat':
			socket.emit('beat', letter.message)
			return
		case 'operation':
			socket.emit('operation', letter.message)
			return
		case 'welcome':
			socket.emit('welcome', letter.message)
	}
}

/** As Socket.IO's default parser and Engine.IO 4 write it: an event is `42`, one with an attachment `451-` and then the bytes. */
function framesOf(namespace: string, letter: Letter): Buffer {
	const text = textOf(letter)
	if (letter.event !== 'packed') return webSocketFrames([`42${namespace},["${letter.event}",${text}]`])
	return webSocketFrames([`451-${namespace},["packed",${text}]`, letter.message])
}

const ATTACHMENT = '{"_placeholder":true,"num":0}'

function textOf(letter: Letter): string {
	if (letter.event === 'packed') return ATTACHMENT
	return letter.event === 'frame' ? letter.text : JSON.stringify(letter.message)
}
