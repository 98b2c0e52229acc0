import { ownFolder } from '../folder-owner.ts'

/** Takes the folder named on the command line, says so, and keeps it until it is told to end or is killed. */
const ownership = await ownFolder(process.argv[2] ?? '')
process.stdout.write('held\n')
process.stdin.once('data', () => {
  void ownership.release().then(() => process.exit(0))
})
