/** Common names that the packages lack, in Latin letters; from general knowledge, made for this training. */
import type { Origin } from './name-lists.ts'

const list = (words: string): string[] => words.trim().split(/\s*,\s*/)

export const ownOrigins: Origin[] = [
  {
    id: 'own-dutch',
    first: list(
      'Jan, Piet, Kees, Henk, Sanne, Lotte, Fleur, Daan, Bram, Thijs, Joost, Maaike, Femke, Anouk, Wouter, Jeroen, Marieke, Inge, Sjoerd, Tess, Ruben, Noor, Jip, Koen, Bas, Willem, Hanneke, Esther',
    ),
    last: list(
      'de Jong, Jansen, de Vries, van den Berg, Bakker, Visser, Smit, Meijer, de Boer, Mulder, de Groot, Bos, Vos, Peters, Hendriks, van Leeuwen, Dekker, Brouwer, de Wit, Dijkstra, Smits, de Graaf, van der Meer, Kok, Jacobs, van der Linden, Vermeulen, van Dijk, Schouten, van Beek, Willems, Hoekstra, Koster, Prins, Verhoeven, Huisman, Postma, van der Heijden, Kuiper, Veenstra, Kramer, Blom, Hermans, Wouters, van Vliet, Hofman, Timmermans, Sanders, Bosman, de Bruijn, Groen, Martens, Kuijpers, Scholten, Molenaar, Evers, Driessen, ten Have, van der Wal, Terpstra, Bruinsma, Zijlstra, de Lange',
    ),
    cities: list(
      'Amsterdam, Utrecht, Rotterdam, Den Haag, Eindhoven, Groningen, Tilburg, Almere, Breda, Nijmegen, Zwolle, Arnhem, Haarlem, Leiden, Delft, Gouda, Leeuwarden, Maastricht, Hoorn, Ede',
    ),
    streets: [],
  },
  {
    id: 'own-french',
    first: list(
      'Amélie, Benoît, Camille, Cécile, Chloé, Clémence, Édouard, Élodie, Étienne, Florian, Gaëlle, Guillaume, Hélène, Inès, Jérôme, Léa, Loïc, Maëlle, Margaux, Mathilde, Noémie, Océane, Pascal, Quentin, Rémi, Sébastien, Thibault, Valérie, Yann, Zoé',
    ),
    last: list(
      'Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, Lefebvre, Michel, Garcia, Roux, Fournier, Girard, Bonnet, Lambert, Fontaine, Rousseau, Vincent, Muller, Lefèvre, Faure, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, Legrand, Gauthier, Perrin, Morin, Mathieu, Clément, Gautier, Masson, Marchand, Duval, Denis, Dumont, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud, Renard, Picard, Caron, Aubert, Charpentier, Le Gall, de La Tour, Delacroix',
    ),
    cities: list(
      'Paris, Lyon, Marseille, Toulouse, Nantes, Lille, Bordeaux, Strasbourg, Rennes, Nice, Grenoble, Dijon, Angers, Reims, Metz, Brest, Tours, Amiens, Limoges, Rouen, Bruxelles, Liège, Namur, Genève, Lausanne',
    ),
    streets: [],
  },
  {
    id: 'own-spanish',
    first: list(
      'Álvaro, Beatriz, Carmen, Diego, Elena, Esteban, Fátima, Gonzalo, Inés, Javier, Jimena, Joaquín, Lucía, Marta, Nuria, Óscar, Pilar, Raúl, Rocío, Sergio, Teresa, Víctor, Ximena, Yolanda, Íñigo, Begoña',
    ),
    last: list(
      'García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Martín, Jiménez, Hernández, Ruiz, Díaz, Moreno, Muñoz, Álvarez, Romero, Gutiérrez, Alonso, Navarro, Torres, Domínguez, Ramos, Vázquez, Ramírez, Gil, Serrano, Molina, Morales, Suárez, Ortega, Delgado, Castro, Ortiz, Rubio, Marín, Sanz, Iglesias, Medina, Garrido, Cortés, Castillo, Santos, Guerrero, Lozano, Cano, Prieto, Méndez, Cruz, Herrera, Peña, Flores, Cabrera, Campos, Vega, Fuentes, Ibáñez, Echeverría, de la Fuente, del Río',
    ),
    cities: list(
      'Madrid, Barcelona, Valencia, Sevilla, Zaragoza, Málaga, Murcia, Palma, Bilbao, Alicante, Córdoba, Valladolid, Vigo, Gijón, Granada, Oviedo, Pamplona, Almería, San Sebastián, Burgos, Santander, Toledo, Cádiz',
    ),
    streets: [],
  },
  {
    id: 'own-indian',
    first: list(
      'Aarav, Aditi, Ajay, Akash, Amit, Ananya, Anil, Anjali, Arjun, Ashok, Deepak, Divya, Gaurav, Harish, Isha, Kavita, Kiran, Lakshmi, Manish, Meera, Mohan, Neha, Nikhil, Nisha, Pooja, Priya, Rahul, Rajesh, Rakesh, Ravi, Rohan, Sanjay, Shreya, Sneha, Sunita, Suresh, Vijay, Vikram, Vivek',
    ),
    last: list(
      'Sharma, Verma, Gupta, Kumar, Singh, Patel, Mehta, Shah, Reddy, Rao, Nair, Iyer, Menon, Pillai, Desai, Joshi, Kulkarni, Chatterjee, Banerjee, Mukherjee, Das, Bose, Ghosh, Sen, Kapoor, Khanna, Malhotra, Chopra, Bhatia, Agarwal, Mishra, Pandey, Tiwari, Yadav, Chauhan, Rathore, Naidu, Krishnan, Subramanian, Fernandes, Kaur, Gill',
    ),
    cities: list('Mumbai, Delhi, Bengaluru, Chennai, Hyderabad, Pune, Kolkata, Jaipur, Lucknow, Ahmedabad'),
    streets: [],
  },
  {
    id: 'own-chinese',
    first: list(
      'Wei, Fang, Min, Jing, Li, Yan, Jun, Lei, Ying, Hao, Xin, Yu, Ming, Jie, Xiaoming, Meiling, Zhiyuan, Jiahui, Yifan, Xiuying, Guowei, Haoran, Zixuan, Ruoxi, Siu-Wai, Ka-Ming',
    ),
    last: list(
      'Wang, Li, Zhang, Liu, Chen, Yang, Huang, Zhao, Wu, Zhou, Xu, Sun, Ma, Zhu, Hu, Guo, He, Lin, Gao, Luo, Zheng, Liang, Xie, Tang, Deng, Feng, Cao, Peng, Zeng, Xiao, Tian, Dong, Pan, Yuan, Cai, Jiang, Wong, Chan, Cheung, Leung, Lau',
    ),
    cities: list('Beijing, Shanghai, Shenzhen, Guangzhou, Chengdu, Wuhan, Nanjing, Hangzhou'),
    streets: [],
  },
  {
    id: 'own-arabic',
    first: list(
      'Ahmed, Ali, Amina, Aisha, Bilal, Fatima, Farid, Hassan, Hussein, Ibrahim, Jamila, Khalid, Khadija, Layla, Mahmoud, Mariam, Mohammed, Mustafa, Nadia, Nour, Omar, Rania, Rashid, Salma, Samir, Tariq, Yasmin, Youssef, Zainab, Abdullah, Abdel Rahman',
    ),
    last: list(
      'Al-Farsi, al-Masri, Haddad, Khoury, Mansour, Nasser, Saleh, Sayed, Hamdan, Aziz, Bakr, Darwish, El Amrani, El Fassi, Benali, Bouazizi, Ben Salah, Abadi, Khalil, Qureshi, Rahman, Suleiman, Toumi, Ziani, Abbas, Fayed, Habib, Ismail',
    ),
    cities: list('Cairo, Casablanca, Tunis, Amman, Beirut, Dubai, Riyadh, Rabat, Baghdad, Doha'),
    streets: [],
  },
  {
    id: 'own-african',
    first: list(
      'Abena, Adaeze, Amara, Ama, Chidi, Chinedu, Chioma, Emeka, Femi, Folake, Ifeoma, Kofi, Kwame, Kwabena, Lerato, Mandla, Mpho, Nia, Ngozi, Nomvula, Obinna, Oluwaseun, Sipho, Tendai, Thabo, Themba, Tunde, Wanjiru, Yaw, Zanele, Mamadou, Aminata, Fatoumata, Ousmane, Abebe, Makena',
    ),
    last: list(
      'Adeyemi, Okafor, Okonkwo, Nwosu, Eze, Balogun, Mensah, Owusu, Boateng, Asante, Appiah, Dlamini, Nkosi, Ndlovu, Khumalo, Mokoena, Zulu, Moyo, Banda, Phiri, Kamau, Mwangi, Otieno, Wanjala, Mbeki, Diallo, Traoré, Keita, Ndiaye, Diop, Sow, Cissé, Coulibaly, Tesfaye, Bekele, Abiola, Adebayo',
    ),
    cities: list('Lagos, Accra, Nairobi, Abuja, Johannesburg, Durban, Kampala, Dakar, Harare, Lusaka'),
    streets: [],
  },
  {
    id: 'own-english',
    first: list(
      'James, Mary, Robert, Patricia, John, Jennifer, Michael, Linda, David, Elizabeth, William, Barbara, Richard, Susan, Joseph, Jessica, Thomas, Sarah, Charles, Karen, Chris, Matt, Dan, Kate, Tom, Ben, Liz, Sam, Nick, Joe, Mike, Steve, Jane, Emma, Olivia, Harry, Jack, Lucy, Amy, Laura, Megan, Tim, Greg, Alex',
    ),
    last: list(
      "Smith, Johnson, Williams, Brown, Jones, Miller, Davis, Wilson, Anderson, Taylor, Moore, Jackson, White, Harris, Clark, Lewis, Walker, Hall, Young, King, Wright, Scott, Green, Baker, Adams, Nelson, Hill, Campbell, Mitchell, Roberts, Carter, Phillips, Evans, Turner, Parker, Collins, Edwards, Stewart, Morris, Murphy, Cook, Rogers, Cooper, Reed, Bailey, Bell, Ward, O'Brien, O'Connor, O'Neill, McDonald, MacLeod, McCarthy, Fitzgerald, Hughes, Price, Wood, Watson, Brooks, Kelly, Doe, Roe, Bloggs, Marsh, Pritchard, Lawson",
    ),
    cities: list(
      'London, Manchester, Leeds, Bristol, Glasgow, Dublin, Boston, Chicago, Seattle, Denver, Austin, Dallas, Atlanta, Toronto, Vancouver, Sydney, Melbourne, Springfield, Portland, Houston',
    ),
    streets: [],
  },
]
