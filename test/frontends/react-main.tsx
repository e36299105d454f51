import { initializeApp } from "firebase/app";
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword, signOut } from "firebase/auth";
import { StrictMode, useState, version } from "react";
import { createRoot } from "react-dom/client";
import { createRegistrationClient } from "whatsapp-registration-client";
import { RegistrationProvider, useNumbers } from "whatsapp-registration-client/react";
import { createWatchers } from "whatsapp-registration-client/watch";
import { NumberCard } from "./number-card.tsx";

/** Where the emulators of this run are, and which numbers to show: the test writes it into the page's address. */
const asked = new URLSearchParams(location.search);
const read = (name: string): string => asked.get(name) ?? "";

const app = initializeApp({ projectId: read("project"), apiKey: "demo" });
connectAuthEmulator(getAuth(app), `http://${read("auth")}`, { disableWarnings: true });
const client = createRegistrationClient(app, { emulators: { functions: read("functions") } });
const watchers = createWatchers(app, { emulators: { firestore: read("firestore") } });
if (read("email") !== "") await signInWithEmailAndPassword(getAuth(app), read("email"), read("password"));

function Numbers() {
  const numbers = useNumbers();
  if (numbers.state !== "listed") return <p id="numbers">{numbers.state}</p>;
  return <p id="numbers">{numbers.numbers.map(({ id }) => id).join(" ")}</p>;
}

function App() {
  const [id, setId] = useState(read("first"));
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setId(read("second"))}>The other number</button>
      <button onClick={() => setOpen(!isOpen)}>Open or close</button>
      <button onClick={() => void signOut(getAuth(app))}>Sign out</button>
      {isOpen && <NumberCard id={id} />}
      <Numbers />
      <p id="react">{version}</p>
    </>
  );
}

const root = document.querySelector("#app");
if (root === null) throw new Error("The page has no place for the app.");
createRoot(root).render(
  <StrictMode>
    <RegistrationProvider client={client} watchers={watchers}>
      <App />
    </RegistrationProvider>
  </StrictMode>,
);
