/** As `send(2)`, which blocks nobody and raises no signal here. @returns how many bytes the kernel took, fewer than 0 for none */
export type KernelSend = (fd: number, bytes: Uint8Array, length: number) => number

/** Of Linux, the same on every processor that Node runs on: MSG_DONTWAIT and MSG_NOSIGNAL. */
const FLAGS = 0x40 | 0x40_00

/**
 * The system call itself, without the layers of Node above it. Needs a library of machine code that is there for most platforms, may be left out, and is not let in where Node runs with its permissions:
 * undefined then.
 */
export async function openKernelSend(): Promise<KernelSend | undefined> {
	if (process.platform !== 'linux') return undefined
	try {
		const { load } = await import('koffi')
		const send = load(null).func('intptr_t send(int fd, const void *bytes, size_t length, int flags)')
		const call: KernelSend = (fd, bytes, length) => {
			const taken: unknown = send(fd, bytes, length, FLAGS)
			return typeof taken === 'number' ? taken : -1
		}
		return call(NO_FILE, new Uint8Array(1), 1) === -1 ? call : undefined
	} catch {
		return undefined
	}
}

/** Sending to it fails, and must be seen to. */
const NO_FILE = -1
