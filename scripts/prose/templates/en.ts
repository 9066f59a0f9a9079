/** English sentences to fill with names, for training: prompts, mails, notes, chats, tickets; and ones without any name. */

/** `{P}` person, `{F}` first name, `{L}` title and last name, `{O}` company, `{A}` address; see `generate.ts` for all. */
export const en = `
Draft a reply to {P} about the delayed parcel.
Could you write a short birthday card for {F}?
Summarise the call with {P} from {O}.
{P} called twice today and wants a refund.
Please move the appointment of {L} to {W}.
My name is {P} and I live at {A}.
I am {P}, born on {D}, and I would like to cancel my contract.
hi, this is {P}, can someone call me back on {T}?
Hi {F},\n\nthanks for your note. {P} will join us on {W}.\n\nBest regards,\n{P}\n{O}
Dear {L},\n\nwe have received your payment of {M}.\n\nSincerely,\n{P}
Hello {F}, did you get the file that {F} sent?
Hey {F}! are you free on {W}?
{F}: did you see the mail from {P}?\n{F}: yes, answering now
Ship it to {P}, {A}.
Ship the order to {A} and tell {F} when it is out.
The invoice goes to {O}, {A}.
Our new address is {A}.
Please update the billing address to {A} before {W}.
Deliver to: {A}
Customer: {P}\nAddress: {A}\nPhone: {T}\nE-mail: {E}
Name: {P}, phone: {T}, order {N}
Patient {P} ({D}) was seen by {L} for a check-up.
{L} recommends another visit in May.
{P} reports to {P} since {D}.
Meeting notes: {F}, {F} and {P} attended; {P} was excused.
Attendees: {P}, {P}, {P}
Forward this to {P} ({E}).
Send {P} the contract at {E} and copy {F}.
Transfer {M} to {P}, account {N}.
Is {P} still working at {O}?
{O} hired {P} as head of sales in {C}.
{P} moved from {C} to {C} last year.
{P}'s laptop is broken, ticket {N} is open.
{F}'s salary was raised to {M}.
I spoke with {F} about the {U} rollout.
Ask {F} whether {O} has paid.
Remind {P} that the passport {N} expires in {W}.
The tenant, {P}, pays {M} a month.
The defendant {P} lives at {A}.
According to {P}, nobody at {O} knew.
Contact person: {P} ({O})
Best,\n{F}
Thanks,\n{P}
Kind regards\n{P}\n{A}\n{T}
Cheers, {F}
From: {P} <{E}>\nTo: {P} <{E}>\nSubject: Your booking in {C}
{P} wrote: the {U} is great
Translate this letter to {L} into French.
Write a poem for my colleague {F} who leaves {O}.
{V}, {F} - personnel file {N}
{V}, {F}; {V}, {F}
Signed: {P}
Approved by {P} on {D}.
Employee {P} has used 12 days of leave.
{P} and {P} share an office in {C}.
{P}, {P} and {F} are on the list.
Her husband {F} and her son {F} came along.
My boss {P} says the {U} is late.
Candidate {P} has five years of experience at {O}.
The claim of {P} ({N}) was rejected.
Login for {P}: {E}
Please create an account for {P} with {E}.
SSN for {P} is {N}.
Driver's licence {N} was issued to {P} on {D}.
{P} can be reached at {T}.
Reach {F} under {T} or {E}.
{P} paid {M} with card {N}.
Emergency contact: {P}, {T}
Book a flight to {C} for {P}.
Refund {M} to {P}, {A}, order {N}.
The package for {P} was left at {A}.
Visit us at {A}.
We moved to {A} in {W}.
Our office is located at {A}.
I live at {A} with my sister {F}.
The accident happened near {A}.
Pick up at {A}, drop off at {A}.
Interview with {P}, CEO of {O}
who is {P}?
tell {F} i said hi
ask {P} about the invoice
{P} is on vacation until {D}
remember to call {P} back
good morning {F}, hope you are well
To: {P}\nCc: {P}, {P}
Reviewer: {P}. Status: open.
Assigned to {P} by {P}
The author, {P}, was born in {C} in 1972.
{P} was an American football player for {O}.
{P} ({D}) was a painter from {C}.
Minister {P} visited {C} on {W}.
President {V} met {V} in {C}.
{V} scored twice as {C} beat {C}.
{V} and {V} disagree about the {U}.
Later {V} joined {O} as director.
RT: {P} is live in {C} tonight!
Can't wait to see {P} in {C}
happy birthday {F}!!! love you
{F} and I went to {C} last summer.
Thank you {F} for the help with {U}.
Prof. {V} teaches {U} at {O}.
Nurse {F} gave the patient {N} two tablets.
Note for {L}: the meeting room is booked.
The will names {P} as heir and {P} as executor.
Case {N}: {V} v. {O}
Dear {P},
Dear {F} and {F},
Attn: {P}
{F}'s DOB is {D} and the SSN is {N}.
{P} sent IBAN and BIC, the PIN is missing.
{F} was born on {D}; ID {N}.
Driving licence {N}: {P}
Card {N} was issued to {P}.
Account {N} belongs to {P}.
c/o {P}, {A}
@{F} can you check this with {P}?
`
/** Nobody is named here; what is in capitals is something else. */
export const enNegative = `
How do I request a new laptop?
Which steps are part of the onboarding?
Draft a polite reminder about the travel expenses.
Summarise the new policy on working from home.
Explain how to set up the {U} in {U}.
What is the capital of {K}?
The weather in {C} is fine in {W}.
{O} opened a new office in {C}.
{O} and {O} signed a contract in {C}.
The {O} report is due in {W}.
The contract between {O} and {O} ends on {D}.
Invoice {N} from {O} over {M} is due.
Please review the offer of {O} by {W}.
Questions about {O}? Call our {C} office at {T}.
Our {C} branch is closed on {W}.
{O} shares fell by three percent on {W}.
Tax certificate of {O}, {N}
{O} updates are sent to {E}.
Add {E} to the mailing list of {O}.
Visit {O} online or in {C}.
The train from {C} to {C} leaves at nine.
Compare {U} with {U} and {U}.
Update {U} to version 3.2 and restart the server.
Human Resources needs the Annual Report by {W}.
The Marketing Department and the Sales Team meet on {W}.
Please fill in the form Date of Birth, First Name, Last Name.
Field names: First Name, Surname, Street, City, Postal Code.
Account Number: {N}\nSort Code: {N}\nDate: {D}
Order Number {N} was shipped on {D}.
Subject: Reminder - Quarterly Review
Terms and Conditions apply. See Section 4, Annex B.
New York and San Francisco are far from {C}.
{K} won against {K} in the World Cup.
I'm flying to {C} in {K} next {W}.
Is {C} part of {K}?
The King of {K} opened the Parliament.
Church Street is closed for traffic.
The road to {C} is blocked.
Microsoft Excel, Google Sheets and Apple Numbers open CSV files.
Java, Python and Go are programming languages.
Write a SQL query for the table Customers.
const user = getUser(id)
Error: Cannot read property 'name' of undefined
Monday, Tuesday and Wednesday are fine for me.
Happy New Year! Merry Christmas!
LOL that was AWESOME
OMG I can't believe it
Breaking News: Stock markets fall in {K}
The Great Wall, the Eiffel Tower and the White House
CEO and CFO of {O} resigned.
The Managing Director will inform the Board.
Please find attached the Minutes of the Annual General Meeting.
{U} is a product of {O}.
The {U} will be launched in {C}.
User {E} has logged in from {C}.
Password reset for {E}
He said that she would call them later.
Dear Customer,\n\nyour order {N} is on its way.\n\nYour {O} Team
Dear Sir or Madam,
To whom it may concern
Hello everyone, the meeting starts at ten.
Hi all, please note the new opening hours.
Thanks, Support Team
Best regards, {O}
Password: hunter2 User: admin
Bus 42 goes to Central Station.
Chapter 7 deals with Data Protection.
Contact our {C} office on {T}.
Questions about the {O} invoice: write to {E}.
License plate {N} is registered to {O}.
The agreement with {O} was signed on {D}.
Tax number {N} belongs to {O}.
Regulators fined {O} {M} in {W}.
An audit of {O} in {C} showed no Findings.
The incident at {O} exposed the Customer Database and the VPN Gateway.
Report to the SEC, the FBI and the Data Protection Authority
The email {E} was found in a leaked CSV.
Security Alert: suspicious login to {E} from {C}
My {U} subscription expires in {W}.
The IBAN of {O} is {N}, BIC {N}.
The head office of {O} is in {C}.
Badge {N} opens the doors of {O}.
SSN {N}, DOB {D}, PIN {N}
Enter your PAN, CVV and PIN.
The user ID {N} was blocked, card XXXX-XXXX-XXXX-{N}.
API key {N} expired.
License {N} is held by {O}.
A new colleague starts at {O} next month.
Payment to {O} with reference {N}
Proofread this text: The Project Plan is ready.
`
