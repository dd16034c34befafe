"""Names by country, the most common first; written by hand for this benchmark."""


def words(text):
    """A list from lines of names parted by commas."""
    return [" ".join(word.split()) for word in text.replace("\n", " ").split(",") if word.strip()]


MALE = {
    "MX": words("""José, Juan, Luis, Carlos, Jesús, Miguel, Francisco, Jorge, Antonio, Alejandro, Manuel, Pedro,
        Guadalupe, Roberto, Fernando, Daniel, Ricardo, Eduardo, Javier, Rafael, Martín, Raúl, David, Arturo, Marco,
        Víctor, Gerardo, Sergio, Mario, Enrique, Óscar, Alberto, Héctor, Andrés, Ángel, Rubén, Alfredo, Gabriel,
        Ramón, Armando, Salvador, Ernesto, Hugo, Ismael, Joel, César, Iván, Noé, Refugio, Trinidad, Cuauhtémoc"""),
    "GT": words("""José, Juan, Luis, Carlos, Mario, Edgar, Jorge, Francisco, Marvin, Byron, Miguel, Pedro, Diego,
        Domingo, Sebastián, Gaspar, Mateo, Nicolás, Tomás, Santiago, Baltazar, Pascual, Gilberto, Marcos, Erick,
        Walter, Rolando, Estuardo, Elmer, Wilson, Selvin, Rigoberto, Hermelindo, Obdulio, Cristóbal, Andrés"""),
    "HN": words("""José, Juan, Carlos, Luis, Santos, Marco, Óscar, Wilmer, Nelson, Denis, Franklin, Selvin, Jairo,
        Kevin, Edwin, Darwin, Olvin, Melvin, Elvin, Rony, Norman, Josué, Isaías, Elías, Adán, Concepción, Héctor,
        Arnold, Maynor, Nahún, Orlin, Yefri, Orlando, Rigoberto, Reynaldo, Lenín"""),
    "SV": words("""José, Juan, Carlos, Luis, Mauricio, Jorge, Óscar, Manuel, Rafael, Santos, Salvador, Roberto, Ricardo,
        Francisco, Miguel, Edwin, Wilfredo, Nelson, Walter, William, Saúl, Ulises, Napoleón, Elmer, Balmore, Noé,
        Ovidio, Rigoberto, Herbert, Geovanny, Alexander, Osmín, Amílcar"""),
    "NI": words("""José, Juan, Carlos, Luis, Francisco, Manuel, Santos, Julio, Roger, Denis, Wilfredo, Marvin, Bayardo,
        Ramón, Félix, Noel, Lester, Norlan, Yader, Danilo, Álvaro, Camilo, Uriel, Ulises, Ariel, Donald, Róger,
        Agustín, Leonel, Porfirio"""),
    "CU": words("""José, Juan, Luis, Carlos, Jorge, Yoel, Yasmany, Yunier, Osmany, Lázaro, Ernesto, Raúl, Alexis, Orlando,
        Reinier, Leonel, Yosvany, Maikel, Dayron, Eduardo, Pedro, Rolando, Alain, Yordanis, Adonis, Michel, Julio,
        Rafael, Osvaldo, Ramón"""),
    "DO": words("""José, Juan, Luis, Carlos, Ramón, Rafael, Francisco, Pedro, Miguel, Manuel, Julio, Antonio, Wilson,
        Radhamés, Starling, Yunior, Domingo, Ambiorix, Winston, Freddy, Leonardo, Félix, Andrés, Bienvenido, Confesor,
        Nelson, Fausto, Danilo, Altagracia"""),
    "HT": words("""Jean, Pierre, Joseph, Jacques, Wilson, Frantz, Emmanuel, Louis, Claude, Marc, Wilner, Junior, Reginald,
        Michel, Evens, Wesley, Stanley, Ronald, Patrick, Fritz, Gérard, Dieudonné, Célestin, Jude, Guy, Yves, Mackenson,
        Jeff, Rodrigue, Fanfan, Éric, Roody, Schneider, Kesner"""),
    "GA": words("""José, Juan, Carlos, Santos, Félix, Bernardo, Cipriano, Andy, Roy, Mario, Teófilo, Alfonso, Elvin,
        Marlon, Simeón, Evaristo, Rony, Lombardo, Celso, Fermín, Ángel, Justo, Bartolo, Egbert, Dionisio"""),
    "BZ": words("""John, Carlos, Michael, Mark, Joseph, William, Kevin, Andrew, Albert, Peter, Domingo, Marcos, Santiago,
        Roy, Lloyd, Eugene, Anthony, Dean, Francis, Elvis, Egbert, Phillip, Dennis, Rudolph"""),
    "BR": words("""José, João, Antônio, Francisco, Carlos, Paulo, Pedro, Lucas, Luiz, Marcos, Luís, Gabriel, Rafael, Daniel,
        Marcelo, Bruno, Eduardo, Felipe, Raimundo, Rodrigo, Wellington, Wesley, Anderson, Thiago, Sebastião, Caio, Davi,
        Vinícius, Jorge, Valdir, Edson, Geraldo, Joaquim"""),
}

FEMALE = {
    "MX": words("""María, Guadalupe, Juana, Margarita, Rosa, Ana, Verónica, Leticia, Alicia, Patricia, Elizabeth, Gloria,
        Martha, Josefina, Francisca, Teresa, Carmen, Alejandra, Gabriela, Claudia, Adriana, Silvia, Laura, Yolanda,
        Mónica, Rosario, Sandra, Irma, Elena, Isabel, Rocío, Araceli, Luz, Norma, Concepción, Dolores, Socorro,
        Esperanza, Beatriz, Graciela, Refugio, Catalina, Xóchitl, Itzel, Soledad, Fernanda, Consuelo"""),
    "GT": words("""María, Ana, Juana, Rosa, Marta, Blanca, Sandra, Catarina, Petrona, Magdalena, Dominga, Micaela, Candelaria,
        Tomasa, Manuela, Isabel, Lucía, Josefa, Pascuala, Antonia, Marleny, Vilma, Irma, Brenda, Glenda, Heidy, Floridalma,
        Aura, Elvira, Telma, Eulalia, Sebastiana, Rebeca, Angelina"""),
    "HN": words("""María, Ana, Rosa, Santos, Karla, Reina, Suyapa, Blanca, Dilcia, Yessenia, Glenda, Wendy, Digna, Gladis,
        Lesly, Karen, Delmy, Iris, Nolvia, Xiomara, Mirna, Sara, Keyla, Fanny, Bessy, Lidia, Olga, Daysi, Evelin, Heidy,
        Concepción, Marta"""),
    "SV": words("""María, Ana, Rosa, Marta, Blanca, Sandra, Reina, Yesenia, Morena, Delmy, Dinora, Roxana, Evelyn, Silvia,
        Karla, Patricia, Gloria, Vilma, Teresa, Zoila, Sonia, Dina, Marina, Elsy, Milagro, Guadalupe, Fátima, Xiomara,
        Lorena, Flor, Idalia"""),
    "NI": words("""María, Ana, Rosa, Martha, Martina, Johana, Karla, Xochilt, Maritza, Yamileth, Socorro, Azucena, Scarleth,
        Ivania, Darling, Jessica, Carolina, Reyna, Lesbia, Auxiliadora, Mercedes, Lidia, Petrona, Esperanza, Blanca, Meyling,
        Heysell, Jazmina, Fátima, Tania"""),
    "CU": words("""María, Ana, Yanet, Yaima, Yudith, Mercedes, Caridad, Dayana, Yamilé, Odalys, Maritza, Niurka, Yaquelín,
        Marisol, Regla, Milagros, Barbara, Lisandra, Leidys, Yusimí, Dunia, Idalmis, Tamara, Elena, Rosa, Mayelín,
        Yilian, Adys"""),
    "DO": words("""María, Ana, Rosa, Altagracia, Mercedes, Carmen, Juana, Yokasta, Yesenia, Maribel, Milagros, Dulce, Massiel,
        Josefina, Francisca, Santa, Rosanna, Yajaira, Katherine, Martha, Lucía, Elizabeth, Miguelina, Ramona, Belkis,
        Yudelka, Marleny, Soraya"""),
    "HT": words("""Marie, Rose, Guerline, Roseline, Yolande, Mirlande, Nadège, Darline, Ketly, Islande, Fabiola, Widline, Carline,
        Micheline, Jésula, Magalie, Natacha, Wideline, Esther, Lourdes, Ange, Thérèse, Claudette, Myrlande, Denise,
        Solange, Lovely, Judith, Daphnée, Sherline, Guerda"""),
    "GA": words("""María, Reina, Ana, Rosa, Teodora, Xiomara, Miriam, Mirna, Cristina, Victoria, Felícita, Olga, Gregoria,
        Nidia, Dilia, Basilia, Clementina, Lorna, Benita, Yessica, Fausta, Elsa, Eulalia"""),
    "BZ": words("""Maria, Elizabeth, Sandra, Marie, Karen, Shirley, Juana, Rose, Dorothy, Joan, Althea, Sharon, Francisca, Lydia,
        Felicia, Bernadette, Valerie, Paulina, Martha, Eleanor, Isabel, Marcella"""),
    "BR": words("""Maria, Ana, Francisca, Antônia, Adriana, Juliana, Márcia, Fernanda, Patrícia, Aline, Sandra, Camila, Amanda,
        Bruna, Jéssica, Letícia, Júlia, Luciana, Vanessa, Mariana, Gabriela, Vera, Vitória, Larissa, Cláudia, Beatriz,
        Rosângela, Raimunda, Terezinha, Aparecida, Lourdes, Rita"""),
}

SURNAMES = {
    "MX": words("""Hernández, García, Martínez, López, González, Pérez, Rodríguez, Sánchez, Ramírez, Cruz, Flores, Gómez,
        Morales, Vázquez, Jiménez, Reyes, Díaz, Torres, Gutiérrez, Ruiz, Mendoza, Aguilar, Méndez, Moreno, Ortiz, Juárez,
        Castillo, Álvarez, Romero, Ramos, Rivera, Chávez, de la Cruz, Domínguez, Guzmán, Velázquez, Santiago, Herrera,
        Castro, Vargas, Medina, Rojas, Muñoz, Luna, Bautista, Contreras, Salazar, Ortega, Guerrero, Estrada, Zúñiga,
        Cervantes, Ibarra, Villanueva, Cisneros, de León, de la Rosa, Montes de Oca, de los Santos, Ponce de León,
        Xicoténcatl, Tecpanécatl, Cuautle, Quiahua, Tzompantzi, Escobedo, Barrera, Ochoa, Zavala, Valdez, Quiñones"""),
    "GT": words("""López, García, Morales, Pérez, Hernández, Gómez, Ramírez, González, Rodríguez, Vásquez, Juárez, de León,
        Castillo, Ramos, Díaz, Méndez, Velásquez, Cruz, Reyes, Martínez, Aguilar, Domingo, Mejía, Estrada, Escobar,
        Barrios, Orozco, Monzón, Godínez, Fuentes, Miranda, Cifuentes, Chávez, Santizo, Marroquín, Arriaga, de Paz,
        del Cid, Catalán, Ordóñez, Lemus, Figueroa, Felipe, Sebastián, Mateo, Pascual, Cardona, Zepeda"""),
    "HN": words("""Hernández, Martínez, López, Rodríguez, García, Mejía, Flores, Reyes, Cruz, Ramos, Rivera, Sánchez,
        Gómez, Pineda, Romero, Díaz, Aguilar, Castro, Maldonado, Zelaya, Lara, Murillo, Amaya, Funes, Zúniga, Bonilla,
        Padilla, Cáceres, Banegas, Ávila, Andino, Discua, Euceda, Matute, Paz, Turcios, Oseguera, Izaguirre, Cálix, Lagos,
        Membreño, Orellana, Figueroa, Baquedano, Sabillón, Valladares"""),
    "SV": words("""Hernández, Martínez, López, García, Rodríguez, Ramírez, Flores, Pérez, Cruz, Rivera, Vásquez, Mejía, Alvarado,
        Guevara, Portillo, Guzmán, Orellana, Escobar, Argueta, Chávez, Romero, Ayala, Aguilar, Alfaro, Menjívar, Campos,
        Bonilla, Henríquez, Serrano, Cortez, Beltrán, Ventura, Villalta, Zelaya, Cañas, Melara, Iraheta, Quintanilla,
        Cornejo, Benítez, Sorto, Interiano, Majano, Umaña, Recinos"""),
    "NI": words("""López, García, Martínez, Hernández, González, Pérez, Rodríguez, Gutiérrez, Mendoza, Castillo, Flores, Ruiz,
        Zeledón, Rivera, Rocha, Castro, Espinoza, Centeno, Blandón, Téllez, Úbeda, Altamirano, Obando, Chavarría, Rivas,
        Aráuz, Picado, Montenegro, Palacios, Sevilla, Mairena, Urbina, Granados, Herrera, Baltodano, Cuadra, Taleno,
        Vallecillo, Lacayo, Siles"""),
    "CU": words("""Rodríguez, Pérez, González, Hernández, García, Martínez, Díaz, Fernández, López, Álvarez, Sánchez, Valdés,
        Ramírez, Suárez, Rojas, Castillo, Cabrera, Leyva, Céspedes, Betancourt, Reyes, Acosta, Torres, Cruz, Morales,
        Labrada, Peña, Guerra, Estévez, del Toro, de la Paz, Despaigne, Echevarría, Zaldívar, Fonseca, Oliva, Mesa"""),
    "DO": words("""Rodríguez, Pérez, Martínez, García, Reyes, Sánchez, Díaz, Peña, Jiménez, Ramírez, Hernández, Rosario, Santana,
        Núñez, Castillo, de la Cruz, Gómez, Cruz, Santos, de los Santos, Polanco, Guzmán, Vásquez, Mejía, Feliz, Encarnación,
        Abreu, Almonte, Ventura, Familia, Tejada, Batista, Montero, Paulino, de la Rosa, del Rosario, Báez, Concepción,
        Mateo, Mercedes, de Jesús"""),
    "HT": words("""Jean, Pierre, Joseph, Louis, Charles, Jean-Baptiste, François, Michel, Jean-Pierre, Baptiste, Augustin,
        Jacques, Paul, Dorvil, Étienne, Jean-Louis, Saint-Louis, Toussaint, Désir, Noël, Célestin, Estimé, Philippe,
        Exantus, Fils-Aimé, Saint-Fleur, Thélusma, Cadet, Antoine, Délva, Jules, Saintil, Petit-Frère, Dieujuste, Louissaint,
        Mésidor, Lafleur, Georges, Alexis, Vilsaint, Metellus, Occéus, Innocent, Guillaume, Cherilus"""),
    "GA": words("""Martínez, Álvarez, Suazo, Guity, Arzú, Norales, Castillo, Bátiz, Bernárdez, Lino, Ávila, Núñez, Mejía, Flores,
        Colón, Centeno, Cacho, Palacio, Nolberto, Enríquez, Sambulá, Ballesteros, Crisanto, Laboriel, Meléndez, Thomas,
        Zapata, David, Gotay, Marcelino, Róchez, Solís, Valentín, Velásquez, Cayetano, Lambey, Güity, Castro, Barrios"""),
    "BZ": words("""Castillo, Palacio, Flowers, Young, Martinez, Cayetano, Usher, Gillett, Tillett, Nicholas, Arana, Ramirez,
        Choc, Coc, Cal, Ical, Teul, Bol, Cho, Pop, Williams, Jones, Reynolds, Lopez, Chan, Tzul, Canul, Novelo, Perez, Garcia,
        Zuniga, Augustine, Avila, Enriquez, Lambey, Gentle, Myvett, Sho, Ack"""),
    "BR": words("""da Silva, dos Santos, Oliveira, Souza, Rodrigues, Ferreira, Alves, Pereira, Lima, Gomes, Costa, Ribeiro,
        Martins, Carvalho, Almeida, Lopes, Soares, Fernandes, Vieira, Barbosa, Rocha, Dias, Nascimento, de Andrade, Moreira,
        Nunes, Marques, Machado, Mendes, Freitas, Cardoso, Ramos, Gonçalves, Santana, Teixeira, de Araújo, do Carmo,
        Cavalcanti, de Jesus, Conceição, Bezerra, da Rocha, Batista, Pinto, Figueiredo"""),
}

# Mayan and other indigenous surnames of Guatemala, Chiapas, Yucatán and Belize: the spellings of one name together.
INDIGENOUS = [
    words(line)
    for line in """Caal, Ca'al, Kaal, Cahal
Tzoc, Tsok, Tzok, T'zoc
Xol, Shol, Xool
Choc, Chok, Chooc
Coc, Cooc, Kok
Ixcoy, Ishcoy, Ixkoy
Ajanel, Ahanel, Ajanél
Cux, Kux, Cush
Tum, Tuum, Thum
Chub, Chuub, Chup
Ico'o, Icó, Icoo
Xicará, Shicará, Xicara
Tzul, Tsul, T'zul
Tzunún, Tsunun, Tz'unun
Quej, Kej, Queh, K'ej
Batz, B'atz, Bats, Baatz
Can, Kan, Ka'an, Caan
Ixchop, Ishchop, Ixchob
Xuc, Shuc, Xuk
Ba, B'a, Bá, Baa
Toc, Tok, To'c
Cac, Kak, Caac
Ical, Ikal, Iical
Chen, Ch'en, Cheen
Pop, Poop, Po'p
Pec, Pek, Peck
Maquin, Makin, Maquín, Maaquin
Cucul, Kukul, Cuc'ul
Yat, Yaat, Yath
Ichich, Ixchich, Ich'ich
Coy, Koy, Cooy
Sacul, Sakul, Zacul
Ux, Uux, Ush
Tiul, Ti'ul, Tihul
Sub, Sub', Zub
Raxcacó, Rashcacó, Rax Cacó
Tambriz, Tanbriz, Tambris
Sacalxot, Sakalxot, Sacalshot
Ixtabalán, Ixtabalan, Ishtabalán
Chavajay, Chabajay, Chavahay
Quiché, Kiche, K'iche'
Sis, Siis, Ziz
Tujab, Tuhab, Tujav
Xitumul, Shitumul, Chitumul
Ixmatá, Ishmatá, Ixmata
Tzep, Tsep, Tz'ep
Bolom, Bolóm, Volom
Tzintún, Tsintun, Tzintun
Canché, Kanche, Canche
Chimal, Chimall, Ch'imal
Dzul, Tzul, Dzuul
Pech, Peech, P'ech
Uc, Uk, Uuc
Uicab, Huicab, Wicab
Euán, Ehuan, Ewan
Xiu, Shiu, Xíu
Nahuat, Nahuath, Nawat
Chí, Chi, Chii
Poot, Pot, Po'ot
Tuyub, Tuyú, Tuyuub
Cojtí, Coxtí, Kojti
Mejía Us, Mejía Uz, Mejia Uus
Ajú, Ahú, Aju
Xocoy, Shocoy, Chocoy
Jolomná, Holomná, Jolomna
Lajuj, Lahuj, Laj'uj
Tzib, Tsib, Dzib, Tz'ib
Guarcas, Wuarcas, Huarcas
Morente Tzoy, Morente Tsoy, Morente Tzoi
Calel, Kalel, Calél
Yac, Yak, Ya'c
Saquic, Sakik, Saquik
Tepaz, Tepas, Tepáz
Mul, Muul, Mu'l
Ramos Ajcún, Ramos Ajkún, Ramos Ahcun
Tzaj, Tsaj, Tzah
Xo, Sho, Xoo""".splitlines()
]

HYPOCORISMS = {
    "José": "Pepe, Chepe, Cheo", "Francisco": "Paco, Pancho, Chico, Kiko", "Jesús": "Chuy, Chucho", "Ignacio": "Nacho",
    "Guadalupe": "Lupe, Lupita", "María": "Mari, Mary, Maruca", "Manuel": "Meme, Manolo, Manny", "Antonio": "Toño, Toni",
    "Alberto": "Beto", "Roberto": "Beto, Robe, Tito", "Gilberto": "Beto", "Eduardo": "Lalo, Guayo", "Enrique": "Quique, Kike",
    "Ricardo": "Richi, Ricky", "Rafael": "Rafa, Fallo", "Ramón": "Moncho", "Sergio": "Checo, Checho", "Vicente": "Chente",
    "Salvador": "Chava, Chamba", "Gregorio": "Goyo", "Alejandro": "Alex, Jando, Ale", "Alejandra": "Ale, Jandra, Sandra",
    "Luis": "Lucho, Güicho", "Miguel": "Micky, Migue", "Pedro": "Perico, Pedrito", "Juan": "Juancho, Juanito",
    "Carlos": "Carlitos, Charly, Calín", "Daniel": "Dani", "Fernando": "Nando, Fer", "Fernanda": "Fer, Nanda",
    "Gabriel": "Gabi", "Gabriela": "Gabi, Gaby", "Gerardo": "Jerry, Gera, Yayo", "Héctor": "Tito, Teto",
    "Isabel": "Chabela, Isa, Chavela", "Concepción": "Concha, Conchita, Chon", "Consuelo": "Chelo", "Dolores": "Lola, Lolita",
    "Rosario": "Chayo, Charo", "Socorro": "Coco, Soco", "Refugio": "Cuca, Cuco", "Soledad": "Chole", "Mercedes": "Meche, Merche",
    "Graciela": "Chela", "Josefina": "Chepina, Fina, Pepa", "Teresa": "Tere, Teté", "Patricia": "Paty, Pati",
    "Leticia": "Lety, Leti", "Verónica": "Vero", "Beatriz": "Betty, Bety", "Catalina": "Cata, Catita", "Elizabeth": "Eli, Liz",
    "Margarita": "Mago, Margo, Maga", "Francisca": "Paca, Pancha, Paquita", "Esperanza": "Lancha, Espe", "Silvia": "Silvi",
    "Rosa": "Rosita, Rosy", "Ana": "Anita", "Juana": "Juanita, Juanis", "Santiago": "Chago, Santi, Yago", "Domingo": "Mingo, Chomin",
    "Sebastián": "Chano, Sebas", "Nicolás": "Nico, Colacho, Lacho", "Andrés": "Andy, Andresito", "Tomás": "Tomasito, Tomi",
    "Cristóbal": "Tobal, Cristo", "Rigoberto": "Beto, Rigo", "Wilfredo": "Will, Fredy", "Alfredo": "Fredy, Fello",
    "Mauricio": "Mauri, Mao", "Arturo": "Turo, Arturito", "Javier": "Javi", "Jorge": "Coque, Jorgito", "Óscar": "Oscarito",
    "Rubén": "Rube, Rubencito", "Ernesto": "Neto, Teto", "Armando": "Mando", "Orlando": "Lando", "Rolando": "Rolo, Lando",
    "Micaela": "Mica, Miqui", "Candelaria": "Cande, Candita", "Magdalena": "Magda, Malena, Lena", "Altagracia": "Tatica, Alta",
    "Yesenia": "Yesi", "Maritza": "Mari", "Xiomara": "Xiomi", "Caridad": "Cachita, Cari", "Milagros": "Mila, Mili",
    "Marta": "Martita, Tita", "Martha": "Martita, Tita", "Bartolo": "Tolo", "Lázaro": "Lazarito", "Ismael": "Mayo, Isma",
    "Carmen": "Carmela, Carmita", "Lourdes": "Lulú", "Emmanuel": "Manno, Manu", "Joseph": "Jojo, Zo", "Jacques": "Jacko, Jacquot",
    "Micheline": "Mimi, Micha", "Thérèse": "Tetez, Tété", "João": "Joãozinho, Jão", "Antônio": "Toninho, Tonho", "Luiz": "Lula, Luizinho",
    "Raimundo": "Mundinho, Dico", "Terezinha": "Teca, Zinha", "Sebastião": "Tião, Bastião", "Eugene": "Gene", "William": "Will, Bill",
    "Michael": "Mike, Mikey", "Andrew": "Andy, Drew", "Dorothy": "Dot, Dolly",
}
HYPOCORISMS = {name: words(forms) for name, forms in HYPOCORISMS.items()}

ANGLICISED = {
    "José": "Joseph, Joe", "Juan": "John, Johnny", "Luis": "Louis, Lewis", "Carlos": "Charles, Charlie", "Jesús": "Jesse",
    "Miguel": "Michael, Mike", "Francisco": "Francis, Frank", "Jorge": "George", "Antonio": "Anthony, Tony",
    "Alejandro": "Alexander, Alex", "Pedro": "Peter", "Roberto": "Robert, Bobby", "Fernando": "Ferdinand", "Ricardo": "Richard, Rick",
    "Eduardo": "Edward, Eddie", "Javier": "Xavier", "Rafael": "Raphael, Ralph", "Martín": "Martin, Marty", "Raúl": "Ralph",
    "Arturo": "Arthur", "Marco": "Mark", "Marcos": "Mark", "Enrique": "Henry", "Alberto": "Albert, Al", "Andrés": "Andrew, Andy",
    "Alfredo": "Alfred, Fred", "Ramón": "Raymond, Ray", "Ernesto": "Ernest, Ernie", "Guillermo": "William, Bill",
    "Santiago": "James", "Diego": "James", "Esteban": "Stephen, Steve", "Felipe": "Philip", "Nicolás": "Nicholas, Nick",
    "Tomás": "Thomas, Tom", "Mateo": "Matthew, Matt", "Julio": "Julius", "Josué": "Joshua", "Elías": "Elijah", "Isaías": "Isaiah",
    "Noé": "Noah", "Adán": "Adam", "Víctor": "Victor, Vic", "Gaspar": "Casper, Jasper", "Domingo": "Dominic, Dominick", "Cristóbal": "Christopher",
    "María": "Mary, Marie", "Juana": "Jane, Joan", "Rosa": "Rose", "Ana": "Anne, Ann, Anna", "Alicia": "Alice", "Margarita": "Margaret, Maggie",
    "Marta": "Martha", "Josefina": "Josephine", "Francisca": "Frances", "Teresa": "Theresa", "Elena": "Helen, Ellen", "Isabel": "Elizabeth, Isabelle",
    "Catalina": "Catherine, Kathleen", "Catarina": "Catherine", "Lucía": "Lucy", "Blanca": "Blanche", "Julia": "Julie", "Carolina": "Caroline",
    "Esperanza": "Hope", "Angelina": "Angela", "Rebeca": "Rebecca", "Sara": "Sarah", "Evelin": "Evelyn", "Beatriz": "Beatrice", "Cristina": "Christine",
    "Victoria": "Vicky", "Gloria": "Gloria", "Silvia": "Sylvia", "Pierre": "Peter", "Jean": "John", "Jacques": "James, Jack", "Michel": "Michael",
    "Marie": "Mary", "João": "John", "Paulo": "Paul", "Antônio": "Anthony", "Luiz": "Louis", "Joaquim": "Joachim",
}
ANGLICISED = {name: [form for form in words(forms) if form != name] for name, forms in ANGLICISED.items()}

ABBREVIATIONS = {
    "María": "Ma., Mª, M.", "Francisco": "Fco., Fsco.", "Francisca": "Fca.", "José": "J., Jsé.", "Juan": "Jn.", "Antonio": "Ant., Anto.", "Guadalupe": "Gpe., Guad.",
    "Manuel": "Mnl., Ml.", "Miguel": "Migl., Mgl.", "Alejandro": "Alej.", "Concepción": "Conc., Concep.", "Fernando": "Fdo.", "Roberto": "Rob., Rbto.",
    "Domingo": "Dgo.", "Santiago": "Stgo.", "Dolores": "Dols.", "Rosario": "Ros.", "Jesús": "Jsus., Js.", "Elizabeth": "Eliz.",
    "Hernández": "Hdez., Hndz., Hdz.", "González": "Glez., Gzlez., Gzz.", "Rodríguez": "Rdez., Rguez., Rdz.", "Martínez": "Mtz., Mtnez.",
    "Fernández": "Fdez., Fdz.", "Sánchez": "Schez., Snchz.", "Gutiérrez": "Gtz., Gtrrz.", "Ramírez": "Rmz., Rmrz.", "Jiménez": "Jmz., Jmnz.", "Pérez": "Pz., Prz.",
    "López": "Lpz.", "García": "Gcia., Gía.", "Domínguez": "Dguez., Dmgz.", "Vásquez": "Vqz., Vsqz.", "Vázquez": "Vqz., Vzqz.", "Velásquez": "Vlsqz., Velazq.",
    "Álvarez": "Alvz., Alv.", "Gómez": "Gmz.", "Castillo": "Cast.", "Santos": "Stos.", "de los Santos": "de los Stos.", "de la Cruz": "de la C., d.l. Cruz",
    "Pierre": "Prre.", "Joseph": "Jos., Jph.", "Jean": "Jn.", "Saint-Louis": "St-Louis, St. Louis", "Saint-Fleur": "St-Fleur, St. Fleur",
    "Jean-Baptiste": "J-Baptiste, J. Bte", "Oliveira": "Oliv.", "Francisca": "Fca., Frca.", "Maria": "Ma., M.ª", "dos Santos": "dos Stos.",
}
ABBREVIATIONS = {name: words(forms) for name, forms in ABBREVIATIONS.items()}

# Different names that look or sound alike; both of a pair are in use.
ALIKE_GIVEN = [
    tuple(words(line))
    for line in """Marta, Marcos
Mario, María
Juan, Juana
Luis, Luisa
Daniel, Daniela
Carlos, Carla
Marina, María
Mariela, Marcela
Adriana, Ariana
Silvia, Sofía
José, Josué
Javier, Javiera
Jairo, Jaime
Elvin, Kelvin
Melvin, Marvin
Marlon, Marvin
Edwin, Edgar
Wilmer, Wilson
Rosa, Rosaura
Roberto, Rigoberto
Alberto, Gilberto
Fernando, Armando
Orlando, Rolando
Alfredo, Wilfredo
Carmen, Carmelo
Ana, Anahí
Elena, Selena
Elisa, Luisa
Delia, Dilia
Delmy, Dalia
Julia, Julio
Ángel, Ángela
Gabriel, Gabriela
Alejandro, Alejandra
Felipe, Felícita
Nelson, Wilson
Erick, Derick
Noé, Noel
Ismael, Israel
Elías, Isaías
Lucía, Lucila
Norma, Nora
Irma, Iris
Mirna, Miriam
Brenda, Glenda
Teresa, Tomasa
Martín, Marvin
Moisés, Misael
Patricia, Patricio
Jesús, Josué
Ramón, Román
Damián, Adrián
Emilio, Emiliano
Julio, Julián
Víctor, Héctor
Saúl, Raúl
Mateo, Matías
Claudia, Claudio
Sandra, Sara
Yesenia, Yessica
Karla, Karina
Wendy, Heidy
Jean, Jeanne
Wilner, Wilson
Mirlande, Islande
Roseline, Guerline
Darline, Carline
Louis, Louise
Michel, Micheline
João, Joana
Márcia, Márcio
Adriana, Adriano
Luciana, Juliana
Marcelo, Marcos""".splitlines()
]
ALIKE_SURNAMES = [
    tuple(words(line))
    for line in """Mendoza, Méndez
Hernández, Fernández
Martínez, Martín
Ramos, Ramírez
Vásquez, Velásquez
Sánchez, Sancho
Pérez, Peraza
Rivas, Rivera
Rojas, Rocha
Morales, Mora
Castro, Castillo
Flores, Torres
Gómez, Gámez
González, Gonzalo
García, Garza
Díaz, Paz
Reyes, Rey
Cruz, Cruces
Álvarez, Alvarado
Medina, Molina
Mejía, Mejicanos
Aguilar, Aguilera
Aguirre, Aguilar
Romero, Romano
Montoya, Montaño
Ortega, Ortiz
Moreno, Merino
Juárez, Suárez
Suazo, Suárez
Salazar, Salgado
Guzmán, Guerrero
Herrera, Herrero
Barrera, Barrios
Santos, Santana
Zelaya, Zeledón
Orellana, Arellano
Maldonado, Mercado
Pineda, Pinto
Menjívar, Melgar
Escobar, Escobedo
Portillo, Castillo
Palacio, Palma
Caal, Can
Choc, Cho
Coc, Coy
Tzul, Tzoc
Chub, Chun
Pop, Poz
Xol, Xuc
Domínguez, Domingo
Cáceres, Cabrera
Batista, Basto
Peña, Pina
Núñez, Ibáñez
Matute, Mateo
Guity, Guido
Jean-Baptiste, Jean-Louis
Pierre, Pierre-Louis
Saint-Louis, Saint-Fleur
Charles, Charlot
Souza, Soares
Ferreira, Pereira
Oliveira, Teixeira
Mendes, Menezes
Alves, Alvim
Lima, Lino""".splitlines()
]
