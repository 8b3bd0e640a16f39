import { takeLock } from '../lock.ts'

/** A process that takes the lock of its argument, says so and holds it until it is killed. */
const taken = takeLock(process.argv[2] ?? '', { pid: process.pid, since: 'then', command: 'holder' })
process.stdout.write(`${taken.ok}\n`)
setInterval(() => process.stdout.write(''), 1_000)
