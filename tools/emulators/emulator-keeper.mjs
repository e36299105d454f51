// The script that `firebase emulators:exec` runs for tools/emulators/emulators.ts: it says that the emulators are up and keeps
// them up until its standard input ends, which it also does when the process that started them dies.
process.stdout.write(`\nEMULATORS READY ${JSON.stringify(process.env)}\n`);
process.stdin.resume();
process.stdin.on("error", () => process.exit(0));
process.stdin.on("end", () => process.exit(0));
