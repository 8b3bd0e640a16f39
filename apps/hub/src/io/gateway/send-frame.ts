import type { Frame } from '@lagebild/model/protocol.ts'

/** Called once per frame and group. */
export type FrameCount = (frame: Frame, bytes: number, viewers: number) => void

type FrameSocket = { readonly emit: (event: 'frame', message: Frame) => unknown }

/**
 * Writes one frame to every viewer of a group. The only place where frames leave: each goes through its socket's own `emit`, so that the
 * order with all other messages of that socket holds on every transport. `text` is the frame encoded once, for a faster path.
 */
export function sendFrame(
	sockets: readonly FrameSocket[],
	{ message, text }: { readonly message: Frame; readonly text: string },
	count: FrameCount,
): void {
	for (const socket of sockets) socket.emit('frame', message)
	count(message, text.length, sockets.length)
}
